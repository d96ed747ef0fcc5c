namespace ModelRegistry.Core.Filters;

/// <summary>How many comparisons a filter may have, and how many values a list in it.</summary>
internal sealed record FilterLimits(int Comparisons, int Values)
{
    public static FilterLimits Usual { get; } = new(20, 100);

    /// <summary>For programs that ask for what belongs to each of a thousand runs; SQL Server takes 2,100 parameters.</summary>
    public static FilterLimits OfPrograms { get; } = new(50, 2_000);
}
