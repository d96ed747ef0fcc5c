namespace ModelRegistry.Web.Components.Pages.Runs;

/// <summary>The order of a table of runs as its heads offer it: what started last first, unless another is asked for.</summary>
internal static class RunSort
{
    private const string Newest = "start_time DESC";

    /// <summary>What a click on the head of this field asks for; null for what is shown without asking.</summary>
    public static string? Next(string? order, string field, bool largestFirst)
    {
        var (first, second) = largestFirst ? ($"{field} DESC", $"{field} ASC") : ($"{field} ASC", $"{field} DESC");
        var next = (order ?? Newest) == first ? second : first;
        return next == Newest ? null : next;
    }

    /// <summary>The value of <c>aria-sort</c> for the head of a field.</summary>
    public static string? Aria(string? order, string field) =>
        (order ?? Newest) == $"{field} ASC" ? "ascending" : (order ?? Newest) == $"{field} DESC" ? "descending" : null;
}
