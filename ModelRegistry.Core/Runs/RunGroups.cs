namespace ModelRegistry.Core.Runs;

/// <summary>Runs folded by the value of one of their parameters, the values that most runs have first.</summary>
/// <param name="Items">At most <see cref="Most"/> of them.</param>
/// <param name="HasMore">Whether other values were left out.</param>
public sealed record RunGroups(IReadOnlyList<RunGroup> Items, bool HasMore)
{
    public const int Most = 200;
}

/// <summary>The runs that were given the same value; null: those that were not given the parameter.</summary>
/// <param name="Value">The value, as it was logged.</param>
/// <param name="Runs">How many they are.</param>
/// <param name="LastStart">When the last of them began, in milliseconds since 1970 as its client said; 0: none said when.</param>
/// <param name="Metrics">How far their latest values lie apart, by metric; who has no finite value is left out.</param>
public sealed record RunGroup(string? Value, int Runs, long LastStart, IReadOnlyDictionary<string, Extremes> Metrics);

/// <summary>The lowest and the highest of some finite numbers.</summary>
public sealed record Extremes(double Lowest, double Highest);
