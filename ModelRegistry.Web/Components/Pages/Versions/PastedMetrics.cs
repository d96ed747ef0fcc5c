using System.Globalization;
using System.Text.Json;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>
/// Metrics as people have them at hand: a JSON object (or a list of objects with name and value), lines of <c>name=value</c> or <c>name: value</c>,
/// CSV with a name and a value in each line, or CSV with the names in the first line and the numbers in the second.
/// </summary>
public static class PastedMetrics
{
    private static readonly char[] Separators = [',', ';', '\t'];
    private static readonly string[] NameKeys = ["name", "key", "metric"];
    private static readonly string[] Headings = ["name", "key", "metric", "metrics"];

    /// <summary>Refuses a text in which one of them cannot be read, and says which.</summary>
    public static IReadOnlyList<Pair> Read(string text)
    {
        var trimmed = text.Trim();
        var found = trimmed.Length == 0 ? throw Refused("Paste metrics first: JSON, CSV, or lines of name=value.")
            : trimmed[0] is '{' or '[' ? Json(trimmed) : Lines(trimmed);
        return found.Count > 0 ? found : throw Refused("There is no metric in this text.");
    }

    /// <summary>As the API writes numbers, with a point, and its three words for what is none; null for what is no number.</summary>
    public static double? Number(string text) => text.Trim() switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        var digits when double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };

    private static List<Pair> Json(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true });
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(Named)]
                : [.. document.RootElement.EnumerateObject().Select(member => Metric(member.Name, member.Value))];
        }
        catch (JsonException fault)
        {
            throw Refused($"This is no JSON: line {fault.LineNumber + 1} cannot be read.");
        }
    }

    // {"name": "accuracy", "value": 0.97}, also with key or metric instead of name
    private static Pair Named(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !NameKeys.Any(key => element.TryGetProperty(key, out _)) || !element.TryGetProperty("value", out var value))
        {
            throw Refused("Every entry of the list is an object with a name and a value.");
        }

        var name = NameKeys.Select(key => element.TryGetProperty(key, out var found) ? found : default)
            .First(found => found.ValueKind != JsonValueKind.Undefined);
        return Metric(name.ToString(), value);
    }

    private static Pair Metric(string name, JsonElement value) => value.ValueKind is JsonValueKind.Number or JsonValueKind.String
        ? Metric(name, value.ToString(), null)
        : throw Refused($"The value of '{name}' is no number.");

    private static List<Pair> Lines(string text)
    {
        var lines = text.Split('\n').Select((line, index) => (Text: line.Trim(), Number: index + 1))
            .Where(line => line.Text.Length > 0 && line.Text[0] != '#').ToList();
        return Columns(lines) ?? [.. lines.Where((line, index) => index > 0 || !IsHeading(line.Text)).SelectMany(line => OfLine(line.Text, line.Number))];
    }

    // accuracy,f1        a line of names over a line of as many numbers
    // 0.97,0.95
    private static List<Pair>? Columns(List<(string Text, int Number)> lines)
    {
        if (lines.Count != 2 || lines[0].Text.Contains('='))
        {
            return null;
        }

        var (names, values) = (Cells(lines[0].Text), Cells(lines[1].Text));
        return names.Length > 1 && names.Length == values.Length && names.All(name => Number(name) is null) && values.All(value => Number(value) is not null)
            ? [.. names.Zip(values, (name, value) => Metric(name, value, lines[1].Number))]
            : null;
    }

    private static IEnumerable<Pair> OfLine(string line, int number)
    {
        if (line.Contains('='))
        {
            return line.Split([',', ';', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is var parts
                && parts.All(part => part.IndexOf('=') is > 0 and var at && at < part.Length - 1)
                ? parts.Select(part => Split(part, '=', number))
                : [Split(line, '=', number)];
        }

        var cells = Cells(line);
        return cells.Length >= 2 ? [Metric(cells[0], cells[1], number)] : [Split(line, ':', number)];
    }

    private static Pair Split(string text, char sign, int line) => text.LastIndexOf(sign) is > 0 and var at
        ? Metric(text[..at], text[(at + 1)..], line)
        : throw Refused($"Line {line} is neither name=value nor name,value: '{Shorten(text)}'.");

    private static Pair Metric(string name, string value, int? line) => Number(value) is not null && name.Trim().Length > 0
        ? new Pair { Name = name.Trim().Trim('"'), Value = value.Trim() }
        : throw Refused($"{(line is null ? "" : $"Line {line}: ")}the value of '{Shorten(name.Trim())}' is no number: '{Shorten(value.Trim())}'. "
            + "Write it with a point: 0.97, 1.5e-3, or NaN.");

    private static string[] Cells(string line) => Separators.Select(separator => line.Split(separator)).FirstOrDefault(cells => cells.Length > 1) is { } found
        ? [.. found.Select(cell => cell.Trim().Trim('"'))]
        : [line];

    private static bool IsHeading(string line) => Cells(line) is { Length: >= 2 } cells
        && Headings.Contains(cells[0], StringComparer.OrdinalIgnoreCase) && Number(cells[1]) is null;

    private static string Shorten(string text) => text.Length <= 40 ? text : $"{text[..39]}…";

    private static RegistryException Refused(string sentence) => RegistryException.Invalid("metrics", "metrics_unreadable", sentence);
}
