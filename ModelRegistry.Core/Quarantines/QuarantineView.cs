using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Quarantines;

/// <summary>A quarantine as lists and the API show it; without <see cref="ReleasedAt"/> it holds.</summary>
public sealed record QuarantineView(
    long Id,
    string Model,
    int Version,
    string? Digest,
    string Reason,
    string By,
    DateTimeOffset At,
    long? RollbackId,
    DateTimeOffset? ReleasedAt,
    string? ReleasedBy,
    string? ReleaseReason)
{
    internal static QuarantineView Of(string model, Quarantine quarantine) => new(
        quarantine.Number, model, quarantine.VersionNumber, quarantine.Digest, quarantine.Reason, quarantine.ByName, quarantine.At, quarantine.RollbackNumber,
        quarantine.ReleasedAt, quarantine.ReleasedByName, quarantine.ReleaseReason);
}

/// <summary>
/// One quarantine that holds a version: its own, or one that was set on the same bytes elsewhere. Of one in a model that the
/// reader may not see, only that it is there and since when.
/// </summary>
public sealed record QuarantineHold(bool Own, DateTimeOffset Since, QuarantineView? Shown);

/// <summary>
/// How a version stands: what holds it, newest first, and why the viewer may not quarantine or release it (null: they may).
/// </summary>
public sealed record VersionQuarantine(IReadOnlyList<QuarantineHold> Holds, string? SetRefusal, string? ReleaseRefusal);

/// <summary>Which quarantines a list holds: active ones unless all are asked for; of every visible model unless only those that concern the reader.</summary>
public sealed record QuarantineSearch(bool All = false, bool Mine = false, int? PageSize = null, string? PageToken = null);
