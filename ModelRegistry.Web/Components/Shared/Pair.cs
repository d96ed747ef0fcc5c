using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>A name and its value while somebody types them: a tag, a parameter.</summary>
public sealed class Pair
{
    public string Name { get; set; } = "";

    public string Value { get; set; } = "";
}

/// <summary>Between rows that are typed and the dictionaries that the services take.</summary>
public static class Pairs
{
    public static List<Pair> Of(IReadOnlyDictionary<string, string> values) =>
        [.. values.Select(pair => new Pair { Name = pair.Key, Value = pair.Value })];

    /// <summary>The rows as a dictionary; empty rows count for nothing, the same name twice is refused.</summary>
    public static IReadOnlyDictionary<string, string> ToDictionary(IEnumerable<Pair> pairs, string field)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs.Where(pair => pair.Name.Length > 0 || pair.Value.Length > 0))
        {
            if (!result.TryAdd(pair.Name.Trim(), pair.Value))
            {
                throw RegistryException.Invalid(field, "name_twice", $"'{pair.Name.Trim()}' stands twice among the {field}. Leave one of them out.");
            }
        }

        return result;
    }

    /// <summary>What an edit must say: every value that is new or other, and null for what is gone.</summary>
    public static IReadOnlyDictionary<string, string?> Changes(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        after.Where(pair => before.GetValueOrDefault(pair.Key) != pair.Value).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))
            .Concat(before.Keys.Where(key => !after.ContainsKey(key)).Select(key => KeyValuePair.Create(key, (string?)null)))
            .ToDictionary(StringComparer.Ordinal);
}
