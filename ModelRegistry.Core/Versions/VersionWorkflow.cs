using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Versions;

/// <summary>Registers, edits and seals versions.</summary>
public sealed class VersionWorkflow(RegistryStore store, ArtifactStore artifacts, MetricCatalog metrics, TimeProvider time)
{
    /// <summary>How long a PENDING version may rest before it is given up.</summary>
    public static readonly TimeSpan PendingLifetime = TimeSpan.FromDays(7);

    public Task<VersionView> CreateAsync(string modelName, NewVersion command, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var model = await db.FindModelAsync(actor, modelName, ct);
            Rights.Require(actor, Right.Register, model.OwnerId);
            var version = await NumberedAsync(transaction, model, command, ct);
            await SetLabelAsync(db, model, version, command.Label, ct);
            db.Versions.Add(version);
            await MetricLog.AppendAsync(transaction, version, command.Metrics ?? [], ct);
            model.SawMetric(metrics.Now.MostTelling((command.Metrics ?? []).Select(metric => metric.Name)));
            model.UpdatedAt = transaction.Now;
            transaction.Record(new VersionCreated(model.Ref, version.Number, command));
            return await ViewAsync(transaction, model, version, ct);
        }, ct);

    public Task<VersionView> EditAsync(string modelName, string selector, VersionEdit edit, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var (model, version) = await db.FindVersionAsync(actor, modelName, selector, ct);
            Rights.Require(actor, Right.EditVersion, model.OwnerId, version.CreatedById);
            await db.Entry(version).Collection(found => found.Tags).LoadAsync(ct);
            var before = VersionEdited.Fields.Of(version);
            await SetLabelAsync(db, model, version, edit.Label, ct);
            if (edit.Description is not null)
            {
                version.Description = Text.Check("description", edit.Description, ModelVersion.DescriptionMaxLength);
            }

            Tagging.Apply(edit.Tags, version.Tags, ModelVersion.MaxTags, ModelVersion.TagValueMaxLength, tag => tag.Key,
                (tag, value) => tag.Value = value, (key, value) => new VersionTag { VersionId = version.Id, Key = key, Value = value });
            var after = VersionEdited.Fields.Of(version);
            if (!Tagging.SameFields(before, after))
            {
                model.UpdatedAt = transaction.Now;
                transaction.Record(new VersionEdited(model.Ref, version.Number, before, after));
                await db.SaveChangesAsync(ct);
                await transaction.FollowAsync(new EvidenceChange(version, $"{actor.Name} edited the version"), ct);
            }

            return await ViewAsync(transaction, model, version, ct);
        }, ct);

    /// <summary>Makes the version READY: its files are listed in the manifest and never change again.</summary>
    public async Task<VersionView> SealAsync(string modelName, string selector, SealExpectation? expected, Actor actor, CancellationToken ct)
    {
        var described = await DescribedAsync(modelName, selector, actor, ct);
        return await store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var (model, version) = await db.FindVersionAsync(actor, modelName, selector, ct);
            Rights.Require(actor, Right.Register, model.OwnerId);
            RequireOwn(actor, model, version);
            await db.LockAsync(model, ct);
            await db.LockAsync(version, ct);
            version.RequirePending();
            var files = await db.VersionFiles.Where(file => file.VersionId == version.Id)
                .Select(file => new ManifestEntry(file.Path, file.Sha256, file.Size)).ToListAsync(ct);
            Sealing.RequireComplete(files, artifacts);
            var digest = Manifest.DigestOf(files);
            Sealing.RequireExpected(files, digest, expected);
            var describing = MlmodelFile.In(files);
            var signature = describing == described.By ? described.Signature : await MlmodelFile.SignatureAsync(describing, artifacts, ct);
            version.Seal(files, signature, transaction.Now);
            await transaction.FollowAsync(new VersionSeal(version), ct);
            model.UpdatedAt = transaction.Now;
            transaction.Record(new VersionSealed(model.Ref, version.Number, new(digest, files.Count, version.TotalSize)));
            return await ViewAsync(transaction, model, version, ct);
        }, ct);
    }

    /// <summary>Gives up PENDING versions that nobody touched for <see cref="PendingLifetime"/>; returns how many.</summary>
    public Task<int> GiveUpAbandonedAsync(CancellationToken ct)
    {
        var before = time.Now() - PendingLifetime;
        return store.WriteAsync(Actor.System, async transaction =>
        {
            var abandoned = await transaction.Db.Versions
                .Where(version => version.Status == VersionStatus.Pending && version.TouchedAt < before)
                .OrderBy(version => version.TouchedAt).Take(500)
                .Join(transaction.Db.Models, version => version.ModelId, model => model.Id, (version, model) => new { version, model.Id, model.Name })
                .ToListAsync(ct);
            foreach (var found in abandoned)
            {
                found.version.GiveUp(transaction.Now);
                transaction.Record(new VersionFailed(new(found.Id, found.Name), found.version.Number, "No upload for seven days."));
            }

            return abandoned.Count;
        }, ct);
    }

    /// <summary>Files and the seal are the registrant's or the model owner's; another data scientist registers a version of their own.</summary>
    internal static void RequireOwn(Actor actor, Model model, ModelVersion version)
    {
        if (WhyNotOwn(actor, model, version) is { } sentence)
        {
            throw RegistryException.Forbidden("not_your_version", sentence);
        }
    }

    internal static string? WhyNotOwn(Actor actor, Model model, ModelVersion version) =>
        actor.IsSystem || actor.UserId == version.CreatedById || actor.UserId == model.OwnerId
            ? null
            : $"Version {version.Number.Text()} was registered by {version.CreatedByName}: only they or the model's owner add files and seal it.";

    /// <summary>Read before the change, which holds up others: only when the file is another one by then is it read again.</summary>
    private async Task<(ManifestEntry? By, string? Signature)> DescribedAsync(string modelName, string selector, Actor actor, CancellationToken ct)
    {
        var by = await store.ReadAsync(actor, async db =>
        {
            var (model, version) = await db.FindVersionAsync(actor, modelName, selector, ct);
            Rights.Require(actor, Right.Register, model.OwnerId);
            RequireOwn(actor, model, version);
            var named = await db.VersionFiles.Where(file => file.VersionId == version.Id && (file.Path == MlmodelFile.Name || file.Path.EndsWith("/" + MlmodelFile.Name)))
                .Select(file => new ManifestEntry(file.Path, file.Sha256, file.Size)).ToListAsync(ct);
            return MlmodelFile.In(named);
        }, ct);
        return (by, await MlmodelFile.SignatureAsync(by, artifacts, ct));
    }

    private static async Task<ModelVersion> NumberedAsync(RegistryTransaction transaction, Model model, NewVersion command, CancellationToken ct)
    {
        var db = transaction.Db;
        // The update takes the row's lock, so that two registrations never read the same number.
        await db.Models.Where(found => found.Id == model.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(found => found.LastVersionNumber, found => found.LastVersionNumber + 1), ct);
        await db.Entry(model).ReloadAsync(ct);
        model.RequireThere();
        return NewVersions.Build(command, model, transaction);
    }

    /// <summary>The version as the change leaves it, read in the change itself: its caller gets the same answer when the call comes again.</summary>
    private static async Task<VersionView> ViewAsync(RegistryTransaction transaction, Model model, ModelVersion version, CancellationToken ct)
    {
        await transaction.Db.SaveChangesAsync(ct);
        return await VersionViews.OneAsync(transaction.Db, model.Name, version, ct);
    }

    private static async Task SetLabelAsync(RegistryDbContext db, Model model, ModelVersion version, string? label, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(label))
        {
            return;
        }

        version.SetLabel(label);
        if (await db.Versions.IgnoreQueryFilters(Deletion.Filters).AnyAsync(other => other.ModelId == model.Id && other.Id != version.Id && other.NormalizedLabel == version.NormalizedLabel, ct))
        {
            throw RegistryException.Conflict("label_taken", $"Another version of '{model.Name}' already has the label '{label}'.", "label");
        }
    }
}
