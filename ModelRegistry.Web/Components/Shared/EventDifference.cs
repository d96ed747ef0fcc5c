using System.Text.Json;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>A member of a recorded body that differs, each side as text; null: it was not there.</summary>
public sealed record ChangedMember(string Name, string? Before, string? After);

/// <summary>
/// What differs between the two sides of an event, as lines that people read: nested members by their path, lists by what their entries are called.
/// </summary>
public static class EventDifference
{
    private const int MostLevels = 4;

    private static readonly string[] Names = ["name", "path", "key", "metric", "slot"];

    public static IReadOnlyList<ChangedMember> Of(JsonElement? before, JsonElement? after)
    {
        var (was, now) = (Lines(before), Lines(after));
        return
        [
            .. now.Where(line => was.GetValueOrDefault(line.Key) != line.Value)
                .Select(line => new ChangedMember(line.Key, was.GetValueOrDefault(line.Key), line.Value)),
            .. was.Where(line => !now.ContainsKey(line.Key)).Select(line => new ChangedMember(line.Key, line.Value, null)),
        ];
    }

    private static OrderedDictionary<string, string> Lines(JsonElement? side)
    {
        var lines = new OrderedDictionary<string, string>();
        if (side is { } element)
        {
            Read(element, "", MostLevels, lines);
        }

        return lines;
    }

    private static void Read(JsonElement element, string path, int levels, OrderedDictionary<string, string> lines)
    {
        if (levels > 0 && element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                Read(member.Value, Join(path, member.Name), levels - 1, lines);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array && element.EnumerateArray().Any(entry => entry.ValueKind == JsonValueKind.Object))
        {
            foreach (var (entry, i) in element.EnumerateArray().Select((entry, i) => (entry, i)))
            {
                Add(lines, Join(path, NameOf(entry) ?? $"{i + 1}"), Inline(entry, withoutName: true));
            }
        }
        else
        {
            Add(lines, path.Length == 0 ? "value" : path, Inline(element));
        }
    }

    private static void Add(OrderedDictionary<string, string> lines, string name, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        var free = name;
        for (var n = 2; !lines.TryAdd(free, text); n++)
        {
            free = $"{name} ({n})";
        }
    }

    /// <summary>In one line; what says nothing (null, an empty text or list) is empty.</summary>
    private static string Inline(JsonElement element, bool withoutName = false) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => string.Join(", ", element.EnumerateArray().Select(entry => Inline(entry))),
        JsonValueKind.Object => string.Join(", ", element.EnumerateObject()
            .Where(member => !(withoutName && member.Value.ValueKind == JsonValueKind.String && member.Name == NameMember(element)))
            .Select(member => (member.Name, Text: Inline(member.Value))).Where(member => member.Text.Length > 0)
                .Select(member => $"{member.Name}: {member.Text}")),
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => element.GetRawText(),
    };

    private static string? NameOf(JsonElement entry) => NameMember(entry) is { } member ? entry.GetProperty(member).GetString() : null;

    private static string? NameMember(JsonElement entry) => entry.ValueKind == JsonValueKind.Object
        ? Names.FirstOrDefault(name =>
            entry.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.GetString() is { Length: > 0 })
        : null;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path} › {name}";
}
