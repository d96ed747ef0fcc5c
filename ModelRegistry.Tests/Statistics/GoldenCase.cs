using System.Text.Json;

namespace ModelRegistry.Tests.Statistics;

/// <summary>One golden value of a function: what goes in, what comes out, and how near is near enough.</summary>
public sealed record GoldenCase(string Id, string Function, JsonElement Inputs, JsonElement Expected, JsonElement Tolerance)
{
    public static IReadOnlyList<GoldenCase> All { get; } = Read();

    public double Number(string input) => NumberOf(Inputs.GetProperty(input));

    public long Count(string input) => Inputs.GetProperty(input).GetInt64();

    public double[] Numbers(string input) => [.. Inputs.GetProperty(input).EnumerateArray().Select(NumberOf)];

    /// <summary>Infinities and NaN only equal themselves: no tolerance reaches there.</summary>
    public bool IsNear(string key, object actual)
    {
        var expected = Expected.GetProperty(key);
        if (actual is string text)
        {
            return expected.GetString() == text;
        }

        var (wanted, found) = (NumberOf(expected), (double)actual);
        if (!double.IsFinite(wanted) || !double.IsFinite(found))
        {
            return wanted.Equals(found);
        }

        var tolerance = Tolerance.TryGetProperty("keys", out var keys) && keys.TryGetProperty(key, out var own) ? own : Tolerance;
        return Math.Abs(found - wanted) <= tolerance.GetProperty("abs").GetDouble() + (tolerance.GetProperty("rel").GetDouble() * Math.Abs(wanted));
    }

    public static double NumberOf(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : value.GetString() switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        var other => throw new FormatException($"'{other}' is no number."),
    };

    public override string ToString() => Id;

    private static IReadOnlyList<GoldenCase> Read()
    {
        using var file = typeof(GoldenCase).Assembly.GetManifestResourceStream("golden.json")!;
        return [.. JsonDocument.Parse(file).RootElement.GetProperty("cases").EnumerateArray().Select(entry => new GoldenCase(
            entry.GetProperty("id").GetString()!, entry.GetProperty("function").GetString()!, entry.GetProperty("inputs"), entry.GetProperty("expected"),
            entry.GetProperty("tolerance")))];
    }
}
