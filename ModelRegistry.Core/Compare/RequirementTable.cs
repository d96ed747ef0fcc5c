namespace ModelRegistry.Core.Compare;

/// <summary>How a package of a version stands to that of the base.</summary>
public enum RequirementChange
{
    Same,
    Added,
    Removed,

    /// <summary>Both ask for exactly one version, and this one's is later (PEP 440).</summary>
    Newer,
    Older,

    /// <summary>Different, and nobody can say which is later: a range, an address, extras, a marker.</summary>
    Changed,

    /// <summary>The version has no environment files, so nothing is said.</summary>
    Unknown,
}

/// <summary>What one version asks for, in words; null when it does not ask for the package or nothing is known.</summary>
public readonly record struct RequirementCell(string? Text, RequirementChange Change);

/// <summary>A package over the versions, in their order.</summary>
public sealed record RequirementRow(string Name, IReadOnlyList<RequirementCell> Cells)
{
    public bool Differs => Cells.Any(cell => cell.Change is not (RequirementChange.Same or RequirementChange.Unknown));
}

/// <summary>Environments side by side, package by package, against one of them.</summary>
public sealed record RequirementTable(IReadOnlyList<RequirementRow> Rows, int Base)
{
    /// <summary>The row of the interpreter itself, which comes first.</summary>
    public const string Python = "python";

    private const string AnyVersion = "any version";

    /// <param name="environments">One per version; null where there is none.</param>
    /// <param name="baseIndex">The place of the one that the others are compared with.</param>
    public static RequirementTable Of(IReadOnlyList<PythonEnvironment?> environments, int baseIndex)
    {
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentOutOfRangeException.ThrowIfNegative(baseIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(baseIndex, environments.Count);
        var packages = environments.Select(environment => environment?.Requirements.ToLookup(requirement => requirement.Key)).ToList();
        var names = packages.SelectMany(lookup => lookup?.Select(group => group.Key) ?? []).Distinct().Order(StringComparer.Ordinal);
        List<RequirementRow> rows = [.. names.Select(name => Row(packages, name, baseIndex))];
        if (environments.Any(environment => environment?.Python is not null))
        {
            rows.Insert(0, new RequirementRow(Python, [.. environments.Select(environment =>
                Cell(Interpreter(environment), Interpreter(environments[baseIndex]), environment, environments[baseIndex]))]));
        }

        return new RequirementTable(rows, baseIndex);
    }

    /// <summary>How many packages of a version stand how to the base; nothing when one of them has no environment.</summary>
    public IReadOnlyDictionary<RequirementChange, int> Count(int version) =>
        Rows.Select(row => row.Cells[version].Change).Where(change => change != RequirementChange.Unknown).CountBy(change => change).ToDictionary();

    private static RequirementRow Row(List<ILookup<string, Requirement>?> packages, string name, int baseIndex)
    {
        var all = packages.Select(lookup => lookup?[name].ToList() ?? []).ToList();
        return new RequirementRow(
            all[baseIndex].Concat(all.SelectMany(found => found)).First().Name,
            [.. all.Zip(packages, (found, lookup) => Cell(found, all[baseIndex], lookup, packages[baseIndex]))]);
    }

    // A package may be asked for several times, with a marker each; then only the texts say whether something changed.
    private static RequirementCell Cell(List<Requirement> mine, List<Requirement> theirs, object? here, object? there)
    {
        var (text, before) = (Text(mine), Text(theirs));
        return new RequirementCell(text, (text, before) switch
        {
            _ when here is null || there is null => RequirementChange.Unknown,
            _ when text == before => RequirementChange.Same,
            (_, null) => RequirementChange.Added,
            (null, _) => RequirementChange.Removed,
            _ when mine is [{ Exact: { } version } requirement] && theirs is [{ Exact: { } other } former] && AlikeOtherwise(requirement, former) =>
                version.CompareTo(other) switch
                {
                    > 0 => RequirementChange.Newer,
                    < 0 => RequirementChange.Older,
                    _ => RequirementChange.Same, // 1.0 and 1.0.0
                },
            _ => RequirementChange.Changed,
        });
    }

    private static bool AlikeOtherwise(Requirement mine, Requirement theirs) =>
        mine.Extras.SequenceEqual(theirs.Extras) && mine.Marker == theirs.Marker && mine.Url == theirs.Url;

    private static List<Requirement> Interpreter(PythonEnvironment? environment) => environment?.Python is { } version
        ? [new Requirement(Python, version.Length > 0 && char.IsAsciiDigit(version[0]) ? $"=={version}" : version, [], null, null, RequirementOrigin.Conda)]
        : [];

    private static string? Text(List<Requirement> requirements) => requirements.Count == 0 ? null
        : string.Join(" | ", requirements.Select(requirement => requirement.Text is { Length: > 0 } text ? text : AnyVersion).Order(StringComparer.Ordinal));
}
