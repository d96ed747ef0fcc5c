namespace ModelRegistry.Web.Components.Shared;

/// <summary>
/// Colours of chart series: the palette of Okabe and Ito (2008), told apart by colour-blind people too,
/// without its yellow and black, which vanish on one of the two backgrounds. The same key has the same colour in every chart.
/// </summary>
public static class SeriesColors
{
    private static readonly string[] Colours = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#8C8C8C"];

    public static int Count => Colours.Length;

    /// <summary>By place: the n-th, counted from 0; from the beginning again after the last.</summary>
    public static string At(int index) => Colours[((index % Count) + Count) % Count];

    /// <summary>By version number, the same on every page.</summary>
    public static string OfVersion(int number) => At(number - 1);

    /// <summary>
    /// A colour for each of a set of names (frameworks, experiments). A name keeps its own colour; where two names meet,
    /// the later in ordinal order moves on to the next free one, as long as there is one.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<string> keys)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        var taken = new HashSet<int>();
        foreach (var key in keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var index = Home(key);
            while (taken.Count < Count && !taken.Add(index))
            {
                index = (index + 1) % Count;
            }

            result[key] = At(index);
        }

        return result;
    }

    // FNV-1a: string.GetHashCode differs from process to process.
    private static int Home(string key) =>
        (int)(key.Aggregate(2166136261u, (hash, c) => unchecked((hash ^ c) * 16777619u)) % (uint)Count);
}
