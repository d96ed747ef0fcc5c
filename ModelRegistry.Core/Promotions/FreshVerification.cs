using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// Re-hashes the files of a version before it is judged, when the last time is too long ago for its gates: reading gigabytes
/// has no place inside a transaction.
/// </summary>
public sealed class FreshVerification(RegistryStore store, VersionVerification verification, HeavyWork work, TimeProvider time)
{
    // What is verified now must still be fresh when the transaction judges it a moment later.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>For a version that somebody wants to promote; what is wrong with the wish, its transaction says.</summary>
    internal async Task EnsureAsync(string modelName, string stage, int? number, Actor actor, CancellationToken ct)
    {
        var needed = await store.ReadAsync(Actor.System, async db =>
        {
            var found = number is null || SlotName.TryNormalize(stage) is null ? null : await db.Named(actor, modelName)
                .Join(db.Versions.Where(version => version.Number == number), model => model.Id, version => version.ModelId,
                    (model, version) => new { Model = model, Version = version })
                .FirstOrDefaultAsync(ct);
            if (found is null || ModelAccess.IsFormer(modelName, found.Model.Name) || !Rights.Allows(actor, Right.OpenRequest, found.Model.Place))
            {
                return null;
            }

            var place = await SlotPlace.ReadAsync(db, found.Model, stage, ct);
            return place.Policy is null ? null : new Needed(found.Model.Name, found.Version.Number, found.Version.Status, found.Version.VerifiedAt,
                found.Version.VerifiedOk, place.Policy.Gates);
        }, ct);
        await EnsureAsync(needed, actor, ct);
    }

    /// <summary>For a request that is about to be decided.</summary>
    internal async Task EnsureAsync(long requestNumber, bool always, Actor actor, CancellationToken ct)
    {
        var needed = await store.ReadAsync(Actor.System, async db =>
        {
            var found = await db.RequestsVisibleTo(actor).Where(request => request.Number == requestNumber && !request.IsFinal)
                .Join(db.Versions, request => request.VersionId, version => version.Id, (request, version) => new { Request = request, Version = version })
                .Join(db.Models, pair => pair.Request.ModelId, model => model.Id, (pair, model) => new { pair.Request, pair.Version, Model = model.Name })
                .FirstOrDefaultAsync(ct);
            return found is null ? null : new Needed(found.Model, found.Version.Number, found.Version.Status, found.Version.VerifiedAt,
                found.Version.VerifiedOk,
                always ? [new IntegrityGate()] : await GatesAsync(db, found.Request, ct));
        }, ct);
        await EnsureAsync(needed, actor, ct);
    }

    private static async Task<IReadOnlyList<Gate>> GatesAsync(RegistryDbContext db, PromotionRequest request, CancellationToken ct)
    {
        var (inForce, opened) = await db.PoliciesInForceAsync([request.ModelId], [request.NormalizedSlot], [request.OpenedUnderId], ct);
        var under = opened[request.OpenedUnderId].Content;
        return (inForce.Of(request.ModelId, request.NormalizedSlot) is { } now ? under.Union(now.Content) : under).Gates;
    }

    /// <summary>For a version under these gates.</summary>
    internal Task EnsureAsync(VersionFacts version, IReadOnlyList<Gate> gates, Actor actor, CancellationToken ct) =>
        EnsureAsync(new Needed(version.Model, version.Number, version.Status, version.VerifiedAt, version.VerifiedOk, gates), actor, ct);

    private async Task EnsureAsync(Needed? needed, Actor actor, CancellationToken ct)
    {
        if (needed is null)
        {
            return;
        }

        var strictest = needed.Gates.OfType<IntegrityGate>().Select(gate => gate.Within).DefaultIfEmpty(TimeSpan.MaxValue).Min();
        if (needed.Status == VersionStatus.Ready && strictest < TimeSpan.MaxValue && IsOld(needed, strictest))
        {
            using var underWay = work.Begin(actor);
            // the key is for the act, not for what precedes it
            await verification.RehashAsync(needed.Model, needed.Number.Text(), actor with { Idempotency = null }, null, ct);
        }
    }

    private bool IsOld(Needed version, TimeSpan within) =>
        version is not { VerifiedOk: true, VerifiedAt: { } at } || at < time.Now() - within + Margin;

    private sealed record Needed(string Model, int Number, VersionStatus Status, DateTimeOffset? VerifiedAt, bool? VerifiedOk, IReadOnlyList<Gate> Gates);
}
