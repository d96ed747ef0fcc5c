using System.Text.Json.Serialization;

namespace ModelRegistry.Core.Upkeep;

public enum FindingSeverity
{
    /// <summary>Something is not what the registry recorded.</summary>
    [JsonStringEnumMemberName("error")]
    Error,

    /// <summary>Worth knowing and no damage, such as a file that nothing lists.</summary>
    [JsonStringEnumMemberName("info")]
    Info,
}

/// <summary>
/// One thing that does not fit. <see cref="Kind"/> is stable, for programs; what it is about is named as far as it is known:
/// model, version and slot, the path of a file, or the number of an audit event.
/// </summary>
public sealed record Finding(string Kind, FindingSeverity Severity, string Detail)
{
    public string? Model { get; init; }

    public int? Version { get; init; }

    public string? Slot { get; init; }

    public string? Path { get; init; }

    public long? Seq { get; init; }
}

/// <summary>
/// What <c>verify --all</c> found in a whole installation. Ok: no finding is an error. Quick: files were looked at, not hashed.
/// Consistent: everything was read from one state of the database; where it could not be, findings may come from changes meanwhile.
/// </summary>
public sealed record InstallationReport(
    bool Ok,
    DateTimeOffset CheckedAt,
    bool Quick,
    bool Consistent,
    IReadOnlyDictionary<string, long> Counts,
    IReadOnlyList<Finding> Findings,
    long FindingsNotListed)
{
    /// <summary>Columns and tables of which nothing says that they are as they were written, each with the reason.</summary>
    public IReadOnlyList<string> NotCovered { get; init; } = [];
}
