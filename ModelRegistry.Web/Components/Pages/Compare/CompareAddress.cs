using System.Globalization;

namespace ModelRegistry.Web.Components.Pages.Compare;

/// <summary>What the address of a comparison asks for: <c>?v=3,7&amp;base=3</c>, versions in the order given, each once.</summary>
public sealed record CompareAddress(IReadOnlyList<int> Versions, int? Base)
{
    public static CompareAddress Read(string? versions, string? baseVersion) => new(
        [.. (versions ?? "").Split(',').Select(Number).OfType<int>().Distinct()],
        Number(baseVersion ?? ""));

    private static int? Number(string text) =>
        int.TryParse(text.Trim().TrimStart('v'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
