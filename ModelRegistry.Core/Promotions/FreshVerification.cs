using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Policies;
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

    /// <summary>For a request that is about to be decided.</summary>
    internal async Task EnsureAsync(long requestNumber, bool always, Actor actor, CancellationToken ct)
    {
        var needed = await store.ReadAsync(Actor.System, async db =>
        {
            var request = await db.PromotionRequests.FirstOrDefaultAsync(found => found.Number == requestNumber && !found.IsFinal && found.VersionId != null, ct);
            if (request is null)
            {
                return null;
            }

            var file = await RequestFiles.ReadAsync(db, request, ct);
            var policy = file.InForce is { } inForce ? file.OpenedUnder.Content.Union(inForce) : file.OpenedUnder.Content;
            return file.Version is null ? null : new Needed(file.Version, always ? [new IntegrityGate()] : policy.Gates);
        }, ct);
        if (needed is not null)
        {
            await EnsureAsync(needed.Version, needed.Gates, actor, ct);
        }
    }

    /// <summary>For a version under these gates.</summary>
    internal async Task EnsureAsync(VersionFacts version, IReadOnlyList<Gate> gates, Actor actor, CancellationToken ct)
    {
        var strictest = gates.OfType<IntegrityGate>().Select(gate => gate.Within).DefaultIfEmpty(TimeSpan.MaxValue).Min();
        if (version.Status == VersionStatus.Ready && strictest < TimeSpan.MaxValue && IsOld(version, strictest))
        {
            await verification.RehashAsync(version.Model, version.Number.Text(), actor, null, ct);
        }
    }

    private bool IsOld(VersionFacts version, TimeSpan within) =>
        version is not { VerifiedOk: true, VerifiedAt: { } at } || at < time.Now() - within + Margin;

    private sealed record Needed(VersionFacts Version, IReadOnlyList<Gate> Gates);
}
