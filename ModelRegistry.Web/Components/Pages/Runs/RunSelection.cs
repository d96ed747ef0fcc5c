namespace ModelRegistry.Web.Components.Pages.Runs;

/// <summary>The ticked runs as the address has them.</summary>
internal static class RunSelection
{
    /// <summary>Most runs that are compared at once.</summary>
    public const int Most = 50;

    public static SortedSet<string> Read(string? text) =>
        new((text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Take(Most * 10), StringComparer.Ordinal);

    public static string? Write(IEnumerable<string> runs) => string.Join(',', runs) is { Length: > 0 } text ? text : null;

    public static string? WhyNotCompare(int ticked) => ticked switch
    {
        < 2 => "Tick two runs or more to compare them.",
        > Most => $"At most {Most} runs are compared at once. Untick some.",
        _ => null,
    };
}
