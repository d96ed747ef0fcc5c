using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;

namespace ModelRegistry.Core.Moves;

/// <summary>People who begin or cease to see something; the first twenty by address.</summary>
public sealed record SightChange(int Count, IReadOnlyList<string> People)
{
    public const int Shown = 20;
}

/// <summary>
/// What a move of a model or experiment would change: who sees it only then, who sees it no more, which grants reach it only then or no more (the first
/// fifty of each), and which policies.
/// </summary>
public sealed record MovePreview(string From, string To, bool Restricted, SightChange Gain, SightChange Lose, IReadOnlyList<GrantView> GrantsGained,
    IReadOnlyList<GrantView> GrantsLost)
{
    public const int GrantsShown = 50;

    /// <summary>The stages that have another policy there; none of an experiment.</summary>
    public IReadOnlyList<MovedPolicy> Policies { get; init; } = [];

    /// <summary>Why whoever asks may not move it there, since that lowers policies; null when they may.</summary>
    public string? WhyNot { get; init; }
}

/// <summary>Says beforehand who gains and who loses what when something moves to another collection, to whoever may move it.</summary>
public sealed class MovePreviews(RegistryStore store)
{
    /// <summary>Of a model by its name, or of an experiment by its number: of one of them.</summary>
    public Task<MovePreview> ReadAsync(string? model, string? experiment, string to, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, db =>
        {
            Rights.Require(actor, Right.Browse);
            return (model, experiment) switch
            {
                ({ } name, null) => OfModelAsync(db, name, to, actor, ct),
                (null, { } number) => OfExperimentAsync(db, number, to, actor, ct),
                _ => throw RegistryException.Invalid("model", "field_required", "Name a model or an experiment, one of them."),
            };
        }, ct);

    private static async Task<MovePreview> OfModelAsync(RegistryDbContext db, string model, string to, Actor actor, CancellationToken ct)
    {
        var found = await db.FindModelAsync(actor, model, ct);
        Rights.Require(actor, Right.EditModel, found.Place);
        var preview = await PreviewAsync(db, actor, found.Place, found.Restricted, to, Right.CreateModel, ct);
        var target = await db.FindCollectionAsync(actor, to, "collection", ct);
        var policies = await MovedPolicies.ReadAsync(db, found, found.CollectionId, target?.Id, ct);
        return preview with { Policies = policies, WhyNot = MovedPolicies.WhyNot(actor, policies) };
    }

    private static async Task<MovePreview> OfExperimentAsync(RegistryDbContext db, string experiment, string to, Actor actor, CancellationToken ct)
    {
        var found = await db.FindExperimentAsync(actor, experiment, ct);
        ExperimentAccess.Require(actor, ExperimentAct.Restrict, found.Place);
        return await PreviewAsync(db, actor, found.Place, found.Restricted, to, Right.LogRuns, ct);
    }

    private static async Task<MovePreview> PreviewAsync(RegistryDbContext db, Actor actor, Place place, bool restricted, string to, Right making,
        CancellationToken ct)
    {
        var target = await db.FindTargetAsync(actor, to, place.CollectionId, making, ct);
        var moved = place with { CollectionId = target?.Id, Closed = restricted || target is { Closed: true } };
        var (before, after) = (ModelViewers.Of(db, place), ModelViewers.Of(db, moved));
        var from = place.CollectionId is { } present ? (await db.PathsAsync([present], ct))[present] : Collection.Root;
        return new MovePreview(from, target?.Path ?? Collection.Root, moved.Closed,
            await ChangeAsync(after, before, ct), await ChangeAsync(before, after, ct),
            await GrantsAsync(db, moved.CollectionId, place.CollectionId, ct), await GrantsAsync(db, place.CollectionId, moved.CollectionId, ct));
    }

    /// <summary>Those of the first who are not among the others.</summary>
    private static async Task<SightChange> ChangeAsync(IQueryable<RegistryUser> people, IQueryable<RegistryUser> others, CancellationToken ct)
    {
        var ids = others.Select(user => user.Id);
        var changed = people.Where(user => !ids.Contains(user.Id));
        var first = await changed.OrderBy(user => user.NormalizedEmail).Take(SightChange.Shown + 1).Select(user => user.Email!).ToListAsync(ct);
        return new SightChange(first.Count <= SightChange.Shown ? first.Count : await changed.CountAsync(ct), [.. first.Take(SightChange.Shown)]);
    }

    /// <summary>On the one collection and above it, but not on the other.</summary>
    private static async Task<IReadOnlyList<GrantView>> GrantsAsync(RegistryDbContext db, Guid? on, Guid? notOn, CancellationToken ct)
    {
        if (on is null)
        {
            return [];
        }

        var (now, here, there) = (db.Now, db.CollectionAncestors.Where(link => link.CollectionId == on).Select(link => link.AncestorId),
            db.CollectionAncestors.Where(link => link.CollectionId == notOn).Select(link => link.AncestorId));
        var grants = await db.Grants.Include(grant => grant.Stages)
            .Where(grant => grant.CollectionId != null && here.Contains(grant.CollectionId.Value) && !there.Contains(grant.CollectionId.Value)
                && (grant.Until == null || grant.Until > now))
            .OrderBy(grant => grant.Id).Take(MovePreview.GrantsShown).AsNoTracking().ToListAsync(ct);
        return await GrantQueries.ViewsAsync(db, grants, ct);
    }
}
