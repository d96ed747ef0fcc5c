namespace ModelRegistry.Core.Metrics;

/// <summary>One condition of a slice: <c>country=DE</c>.</summary>
public readonly record struct SlicePart(string Key, string Value)
{
    public override string ToString() => $"{Key}={Value}";
}

/// <summary>
/// A metric that was measured on a part of the data, by its name: <c>accuracy[country=DE]</c>, <c>accuracy[country=DE,age=18-25]</c>. Conditions
/// are kept in the order of their keys, so that the same slice is the same however it is written.
/// </summary>
public sealed record SlicedMetric(string Metric, IReadOnlyList<SlicePart> Parts)
{
    /// <summary>The slice as one text: <c>age=18-25, country=DE</c>.</summary>
    public string Slice { get; } = string.Join(", ", Parts);

    /// <summary>
    /// Null when the name is that of an ordinary metric: without brackets at its end, with brackets inside of them, with a condition that has no
    /// <c>=</c> or no key, or with two for one key. Blanks around keys and values do not count; a value may be empty and hold further <c>=</c>.
    /// </summary>
    public static SlicedMetric? Read(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var open = name.IndexOf('[', StringComparison.Ordinal);
        if (open <= 0 || name[^1] != ']' || string.IsNullOrWhiteSpace(name[..open]))
        {
            return null;
        }

        var inside = name[(open + 1)..^1];
        var parts = inside.Split(',').Select(Part).ToList();
        return inside.AsSpan().ContainsAny('[', ']') || parts.Contains(null) || parts.DistinctBy(part => part!.Value.Key).Count() != parts.Count
            ? null
            : new SlicedMetric(name[..open].Trim(), [.. parts.Select(part => part!.Value).OrderBy(part => part.Key, StringComparer.Ordinal)]);
    }

    public bool Equals(SlicedMetric? other) => other is not null && Metric == other.Metric && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => HashCode.Combine(Metric, Slice);

    private static SlicePart? Part(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var key = equals < 0 ? "" : text[..equals].Trim();
        return key.Length == 0 ? null : new SlicePart(key, text[(equals + 1)..].Trim());
    }
}
