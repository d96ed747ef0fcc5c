using System.Globalization;
using ModelRegistry.Core.Compare;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>The versions that are ticked for a comparison, as the address of the page keeps them: <c>v=3,7</c>.</summary>
public static class VersionSelection
{
    public static SortedSet<int> Read(string? text) =>
        [.. (text ?? "").Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0)];

    public static string? Write(IEnumerable<int> numbers) =>
        string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))) is { Length: > 0 } text ? text : null;

    public static SortedSet<int> Toggle(IReadOnlySet<int> numbers, int number) =>
        [.. numbers.Contains(number) ? numbers.Where(other => other != number) : numbers.Append(number)];

    /// <summary>Why these cannot be compared; null when they can.</summary>
    public static string? WhyNotCompare(int count) =>
        count is >= 2 and <= CompareQueries.MostVersions ? null
            : $"Tick two to {CompareQueries.MostVersions} versions; {(count == 0 ? "none is" : count == 1 ? "one is" : $"{count} are")} ticked.";
}
