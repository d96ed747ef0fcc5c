using System.Text.Json.Serialization;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Policies;

/// <summary>
/// A published policy as it is shown. <see cref="Model"/> is null for one of a collection or of the server, which holds for every model without a nearer
/// one.
/// </summary>
public sealed record PolicyView(string? Model, string Slot, int Version, int RequiredApprovals, ExecutionMode Execution, bool Automatic,
    IReadOnlyList<Gate> Gates,
    int ExpiresAfterDays, DateTimeOffset PublishedAt, string PublishedBy, string? Reason, bool Alone)
{
    /// <summary>The collection that it is for with all below it; null for one of a model or of the server.</summary>
    public string? Collection { get; init; }

    /// <summary>What is odd about it but not wrong; told to those who may publish.</summary>
    public IReadOnlyList<PolicyWarning> Warnings { get; init; } = [];

    [JsonIgnore]
    public PolicyContent Content => new(RequiredApprovals, Execution, Automatic, Gates, ExpiresAfterDays, ByRisk, Seats.Count == 0 ? null : Seats,
        Reauthenticate);

    /// <summary>More approvals where the model's card rates the risk as medium or high; null where that makes no difference.</summary>
    public RiskApprovals? ByRisk { get; init; }

    /// <summary>Whether whoever approves, or breaks the glass, proves just before that it is still them.</summary>
    public bool Reauthenticate { get; init; }

    /// <summary>The approvals that must come from teams, which are called as they are called now.</summary>
    public IReadOnlyList<PolicySeat> Seats { get; init; } = [];
}

/// <summary>Reads policies as they are shown: teams and collections as they are called now.</summary>
internal static class PolicyViews
{
    public static async Task<IReadOnlyList<PolicyView>> ReadAsync(RegistryDbContext db, IReadOnlyCollection<PolicyVersion> rows, string? model,
        CancellationToken ct)
    {
        var teams = await PolicySeats.NamesAsync(db, rows.Select(row => row.Content), ct);
        var paths = await db.PathsAsync([.. rows.Select(row => row.CollectionId).OfType<Guid>().Distinct()], ct);
        return [.. rows.Select(row => Of(row, model, teams) with { Collection = row.CollectionId is { } id ? paths[id] : null })];
    }

    private static PolicyView Of(PolicyVersion row, string? model, IReadOnlyDictionary<Guid, string> teams) => new(
        row.ModelId is null ? null : model, row.Slot, row.Number,
        row.Content.RequiredApprovals, row.Content.Execution, row.Content.Automatic, row.Content.Gates, row.Content.ExpiresAfterDays,
        row.PublishedAt, row.PublishedByName, row.Reason, row.Alone)
    {
        ByRisk = row.Content.ByRisk,
        Reauthenticate = row.Content.Reauthenticate,
        Seats = [.. (row.Content.Seats ?? []).Select(seat =>
            seat.TeamId is { } id && teams.TryGetValue(id, out var name) ? seat with { Team = name } : seat)],
    };
}

/// <summary>Something odd about a policy that is allowed all the same; <see cref="Field"/> is spelt as in the API.</summary>
public sealed record PolicyWarning(string Field, string Message);

/// <summary>What a policy would say about the latest sealed versions of a model, newest first, against the present occupant.</summary>
public sealed record PolicyPreview(int? Occupant, IReadOnlyList<PreviewedVersion> Versions);

/// <summary>A version with one verdict for each gate, in their order.</summary>
public sealed record PreviewedVersion(int Number, string? Label, IReadOnlyList<GateVerdict> Verdicts)
{
    public bool Passes => Verdicts.All(verdict => verdict.Passes);
}

/// <summary>What a form for policies offers: what was logged and posted lately, the stages there are, and the first teams.</summary>
public sealed record PolicyChoices(IReadOnlyList<string> Metrics, IReadOnlyList<string> Datasets, IReadOnlyList<string> Checks, IReadOnlyList<string> Stages,
    IReadOnlyList<string> Teams);
