using System.Globalization;
using System.Text.Json;

namespace ModelRegistry.Core.Common;

/// <summary>Checks and applies key-value pairs of models and versions alike.</summary>
internal static class Tagging
{
    public static IEnumerable<KeyValuePair<string, string>> CheckNew(
        IReadOnlyDictionary<string, string>? pairs, int most, int valueMaxLength, string field = "tags") =>
        CheckNew(pairs, most, _ => valueMaxLength, field);

    public static IEnumerable<KeyValuePair<string, string>> CheckNew(
        IReadOnlyDictionary<string, string>? pairs, int most, Func<string, int> valueMaxLength, string field = "tags")
    {
        RequireRoom(field, pairs?.Count ?? 0, most);
        return (pairs ?? new Dictionary<string, string>()).Select(pair => KeyValuePair.Create(
            Text.CheckKey(field, pair.Key), Text.Check($"{field}.{pair.Key}", pair.Value ?? throw NoValue(field, pair.Key), valueMaxLength(pair.Key))));
    }

    /// <summary>A value sets the tag, null removes it; tags that are not named stay.</summary>
    public static void Apply<T>(IReadOnlyDictionary<string, string?>? changes, List<T> tags, int most, int valueMaxLength,
        Func<T, string> keyOf, Action<T, string> setValue, Func<string, string, T> create) =>
        Apply(changes, tags, most, _ => valueMaxLength, keyOf, setValue, create);

    /// <inheritdoc cref="Apply{T}(IReadOnlyDictionary{string, string?}?, List{T}, int, int, Func{T, string}, Action{T, string}, Func{string, string, T})"/>
    public static void Apply<T>(IReadOnlyDictionary<string, string?>? changes, List<T> tags, int most, Func<string, int> valueMaxLength,
        Func<T, string> keyOf, Action<T, string> setValue, Func<string, string, T> create)
    {
        foreach (var (key, value) in changes ?? new Dictionary<string, string?>())
        {
            Text.CheckKey("tags", key);
            var existing = tags.FindIndex(tag => keyOf(tag) == key);
            switch (existing, value)
            {
                case ( >= 0, null):
                    tags.RemoveAt(existing);
                    break;
                case ( >= 0, not null):
                    setValue(tags[existing], Text.Check($"tags.{key}", value, valueMaxLength(key)));
                    break;
                case (_, not null):
                    tags.Add(create(key, Text.Check($"tags.{key}", value, valueMaxLength(key))));
                    break;
            }
        }

        RequireRoom("tags", tags.Count, most);
    }

    /// <summary>Whether two views say the same, so that an edit that changes nothing leaves no event.</summary>
    public static bool SameFields<T>(T before, T after) => JsonSerializer.Serialize(before) == JsonSerializer.Serialize(after);

    private static RegistryException NoValue(string field, string key) =>
        RegistryException.Invalid($"{field}.{key}", "field_required", $"{field}.{key} has no value. Give it one, or leave it out.");

    private static void RequireRoom(string field, int count, int most)
    {
        if (count > most)
        {
            throw RegistryException.Invalid(field, "too_many",
                string.Create(CultureInfo.InvariantCulture, $"{count} {field} are more than the {most} that are allowed."));
        }
    }
}
