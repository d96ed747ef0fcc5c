using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Compare;

/// <summary>A colour for each of the compared versions: a version's own, moved on only where two of them would share it.</summary>
public static class VersionColours
{
    public static IReadOnlyDictionary<int, string> Of(IEnumerable<int> versions)
    {
        var result = new Dictionary<int, string>();
        var taken = new HashSet<int>();
        foreach (var version in versions.Distinct().Order())
        {
            var index = (version - 1) % SeriesColors.Count;
            while (taken.Count < SeriesColors.Count && !taken.Add(index))
            {
                index = (index + 1) % SeriesColors.Count;
            }

            result[version] = SeriesColors.At(index);
        }

        return result;
    }
}
