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
public sealed class FreshVerification(RegistryStore store, VersionVerification verification, TimeProvider time)
{
    // What is verified now must still be fresh when the transaction judges it a moment later.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>For a version that somebody wants to promote; what is wrong with the wish, its transaction says.</summary>
    internal async Task EnsureAsync(string modelName, string stage, int? number, Actor actor, CancellationToken ct)
    {
        var needed = await store.ReadAsync(Actor.System, async db =>
        {
            var model = await db.Models.Named(actor, modelName).FirstOrDefaultAsync(ct);
            if (model is null || number is null || SlotName.TryNormalize(stage) is null || !Rights.Allows(actor, Right.OpenRequest, model.OwnerId))
            {
                return null;
            }

            var slot = await db.NamedSlotAsync(model, stage, ct);
            var policy = await db.PolicyInForceAsync(model, slot.NormalizedName, slot.Kind, ct);
            var facts = await FactsReader.ReadAsync(db, await db.Versions.Where(version => version.ModelId == model.Id && version.Number == number).Select(version => version.Id).ToListAsync(ct), ct);
            return policy is null || facts.Count == 0 ? null : new Needed(facts.Values.Single(), policy.Content.Gates);
        }, ct);
        await EnsureAsync(needed, actor, ct);
    }

    /// <summary>For a request that is about to be decided.</summary>
    internal async Task EnsureAsync(long requestNumber, bool always, Actor actor, CancellationToken ct)
    {
        var needed = await store.ReadAsync(Actor.System, async db =>
        {
            var request = await db.RequestsVisibleTo(actor).FirstOrDefaultAsync(found => found.Number == requestNumber && !found.IsFinal && found.VersionId != null, ct);
            if (request is null)
            {
                return null;
            }

            var file = await RequestFiles.ReadAsync(db, request, ct);
            return file.Version is null ? null : new Needed(file.Version, always ? [new IntegrityGate()] : file.Policy.Gates);
        }, ct);
        await EnsureAsync(needed, actor, ct);
    }

    /// <summary>For a version under these gates.</summary>
    internal Task EnsureAsync(VersionFacts version, IReadOnlyList<Gate> gates, Actor actor, CancellationToken ct) => EnsureAsync(new Needed(version, gates), actor, ct);

    private async Task EnsureAsync(Needed? needed, Actor actor, CancellationToken ct)
    {
        if (needed is not var (version, gates))
        {
            return;
        }

        var strictest = gates.OfType<IntegrityGate>().Select(gate => gate.Within).DefaultIfEmpty(TimeSpan.MaxValue).Min();
        if (version.Status == VersionStatus.Ready && strictest < TimeSpan.MaxValue && IsOld(version, strictest))
        {
            await verification.RehashAsync(version.Model, version.Number.Text(), actor with { Idempotency = null }, null, ct); // the key is for the act, not for what precedes it
        }
    }

    private bool IsOld(VersionFacts version, TimeSpan within) =>
        version is not { VerifiedOk: true, VerifiedAt: { } at } || at < time.Now() - within + Margin;

    private sealed record Needed(VersionFacts Version, IReadOnlyList<Gate> Gates);
}
