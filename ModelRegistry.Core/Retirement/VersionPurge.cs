using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Retirement;

/// <summary>
/// What only an admin does, each with a reason: takes a version's files and evidence away for good, or keeps it from being deleted or purged.
/// </summary>
public sealed class VersionPurge(RegistryStore store)
{
    internal const string Purged = "version_purged";

    /// <summary>
    /// Files and evidence go; number, label, digests, stays in slots, requests and the audit trail stay. The bytes are swept
    /// later, unless another version lists them. Works on deleted versions too, and on those of a deleted model.
    /// </summary>
    public Task<BinEntry> PurgeAsync(string modelName, string selector, string? reason, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.Purge);
            await RecentProof.RequireWhereDemandedAsync(transaction, "purging", ct);
            var (model, version) = await transaction.TakeAnyVersionAsync(modelName, selector, ct);
            var why = Text.Check("reason", reason, RetirementRules.ReasonMaxLength, required: true).Trim();
            RequireThere(version);
            VersionRetirement.Refuse(await RetirementRules.WhyKeptAsync(transaction.Db, model, version, ct));
            await transaction.FollowAsync(new RetiringVersion(version, "purged"), ct);
            var before = new VersionPurged.Was(version.Label, version.Status, version.Digest, version.FileCount, version.TotalSize);
            await RemoveEvidenceAsync(transaction, version.Id, ct);
            version.Purge(actor.Name, transaction.Now);
            model.UpdatedAt = transaction.Now;
            await ShownVersions.FollowAsync(transaction, model, version, ct);
            transaction.Record(new VersionPurged(model.Ref, version.Number, before, why));
            return BinEntries.Of(version, model, why);
        }, ct);

    /// <summary>Keeps a version, also one in the bin, from being deleted or purged until somebody releases it.</summary>
    public Task<VersionView> HoldAsync(string modelName, string selector, string? reason, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.Hold);
            var (model, version) = await transaction.TakeAnyVersionAsync(modelName, selector, ct);
            var why = Text.Check("reason", reason, RetirementRules.ReasonMaxLength, required: true).Trim();
            RequireThere(version);
            if (RetirementRules.WhyHeld(version) is { } held)
            {
                throw RegistryException.Conflict("already_held", held.Sentence);
            }

            version.Hold(actor.Name, why, transaction.Now);
            transaction.Record(new VersionHeld(model.Ref, version.Number, why));
            return await ViewAsync(transaction, model.Name, version, ct);
        }, ct);

    public Task<VersionView> ReleaseHoldAsync(string modelName, string selector, string? reason, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.Hold);
            var (model, version) = await transaction.TakeAnyVersionAsync(modelName, selector, ct);
            var why = Text.CheckOptional("reason", reason, RetirementRules.ReasonMaxLength);
            if (version.HeldAt is null)
            {
                throw RegistryException.Conflict("not_held", $"v{version.Number.Text()} is not held.");
            }

            var before = new HoldReleased.Hold(version.HeldByName, version.HoldReason);
            version.ReleaseHold();
            transaction.Record(new HoldReleased(model.Ref, version.Number, before, why));
            return await ViewAsync(transaction, model.Name, version, ct);
        }, ct);

    private static void RequireThere(ModelVersion version)
    {
        if (version.PurgedAt is not null)
        {
            throw RegistryException.Conflict(Purged, $"v{version.Number.Text()} was purged already: nothing of it is left to keep or to take away.");
        }
    }

    internal static async Task RemoveEvidenceAsync(RegistryTransaction transaction, Guid versionId, CancellationToken ct)
    {
        var db = transaction.Db;
        await db.VersionFiles.Where(row => row.VersionId == versionId).ExecuteDeleteAsync(ct);
        await transaction.RemoveAllAsync(db.Metrics.Where(row => row.VersionId == versionId), ct);
        await transaction.RemoveAllAsync(db.VersionParameters.Where(row => row.VersionId == versionId), ct);
        await transaction.RemoveAllAsync(db.VersionTags.Where(row => row.VersionId == versionId), ct);
        await transaction.RemoveAllAsync(db.VersionChecks.Where(row => row.VersionId == versionId), ct);
        await transaction.RemoveAllAsync(db.VersionSignatures.Where(row => row.VersionId == versionId), ct);
        await transaction.RemoveAllAsync(db.VersionResults.Where(row => row.VersionId == versionId), ct);
    }

    private static async Task<VersionView> ViewAsync(RegistryTransaction transaction, string modelName, ModelVersion version, CancellationToken ct)
    {
        await transaction.Db.SaveChangesAsync(ct);
        return await VersionViews.OneAsync(transaction.Db, modelName, version, ct);
    }
}
