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

    // Whoever seals while files still come in is asked to wait in the end.
    private const int MostLooks = 5;
    private const int MostGivenUp = 500;

    public Task<VersionView> CreateAsync(string modelName, NewVersion command, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var model = await db.TakeModelAsync(actor, modelName, ct); // so that two registrations never read the same number
            Rights.Require(actor, Right.Register, model.Place);
            model.LastVersionNumber++;
            var version = NewVersions.Build(command, model, transaction);
            await SetLabelAsync(db, model, version, command.Label, ct);
            version.Reword();
            db.Versions.Add(version);
            var current = MetricLog.Begin(transaction, version, command.Metrics ?? []);
            model.SawMetric(metrics.Now.MostTelling((command.Metrics ?? []).Select(metric => metric.Name)));
            model.UpdatedAt = transaction.Now;
            transaction.Record(new VersionCreated(model.Ref, version.Number, command));
            return VersionViews.Fresh(model.Name, version, current);
        }, ct);

    public Task<VersionView> EditAsync(string modelName, string selector, VersionEdit edit, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var found = await db.FindVersionAsync(actor, modelName, selector, ct);
            var (model, version) = found;
            Rights.Require(actor, Right.EditVersion, model.Place, version.CreatedById);
            await db.Entry(version).Collection(found => found.Tags).LoadAsync(ct);
            var before = VersionEdited.Fields.Of(version);
            await SetLabelAsync(db, model, version, edit.Label, ct);
            if (edit.Description is not null)
            {
                version.Description = Text.Check("description", edit.Description, ModelVersion.DescriptionMaxLength);
            }

            Tagging.Apply(edit.Tags, version.Tags, ModelVersion.MaxTags, VersionTag.ValueMaxLengthOf, tag => tag.Key,
                (tag, value) => tag.Value = value,
                (key, value) => new VersionTag { VersionId = version.Id, ModelId = model.Id, VersionNumber = version.Number, Key = key, Value = value });
            version.Reword();
            var after = VersionEdited.Fields.Of(version);
            if (!Tagging.SameFields(before, after))
            {
                (model.UpdatedAt, version.TouchedAt) = (transaction.Now, transaction.Now);
                transaction.Record(new VersionEdited(model.Ref, version.Number, before, after));
                await db.SaveChangesAsync(ct);
                await transaction.FollowAsync(new EvidenceChange(version, $"{actor.Name} edited the version"), ct);
            }

            return await VersionViews.OneAsync(db, model.Name, version, found.Quarantined, ct);
        }, ct);

    /// <summary>
    /// Makes the version READY: its files are listed in the manifest and never change again. The files are looked at before the change,
    /// which holds up others; when one came or was replaced meanwhile, they are looked at again.
    /// </summary>
    public async Task<VersionView> SealAsync(string modelName, string selector, SealExpectation? expected, Actor actor, CancellationToken ct)
    {
        for (var look = 1; ; look++)
        {
            try
            {
                var files = await LookAsync(modelName, selector, actor, ct);
                return await store.WriteAsync(actor, transaction => SealAsync(transaction, modelName, selector, files, expected, ct), ct);
            }
            catch (RegistryException refusal) when (look < MostLooks && refusal.Code == Sealing.FilesChanged)
            {
                // Somebody is still uploading.
            }
        }
    }

    private static async Task<VersionView> SealAsync(RegistryTransaction transaction, string modelName, string selector, SealedFiles files,
        SealExpectation? expected, CancellationToken ct)
    {
        var (db, actor) = (transaction.Db, transaction.Actor);
        await db.LockAsync(files.ModelId, files.VersionId, ct);
        var (model, version) = await db.FindVersionAsync(actor, modelName, selector, ct);
        Rights.Require(actor, Right.Register, model.Place);
        RequireOwn(actor, model, version);
        version.RequirePending();
        files.RequireUnchanged(version);
        return await Sealing.SealAsync(transaction, model, version, files, expected, ct);
    }

    /// <summary>Gives up PENDING versions that nobody touched for <see cref="PendingLifetime"/>; returns how many.</summary>
    public Task<int> GiveUpAbandonedAsync(CancellationToken ct)
    {
        var before = time.Now() - PendingLifetime;
        return store.WriteAsync(Actor.System, async transaction =>
        {
            var abandoned = await transaction.Db.Versions
                .Where(version => version.Status == VersionStatus.Pending && version.TouchedAt < before)
                .Join(transaction.Db.Models, version => version.ModelId, model => model.Id, (version, model) => new { version, model.Id, model.Name })
                .OrderBy(found => found.version.TouchedAt).Take(MostGivenUp).ToListAsync(ct); // cut last: those of deleted models are not given up
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
            throw NotOwn(sentence);
        }
    }

    internal static string? WhyNotOwn(Actor actor, Model model, ModelVersion version) =>
        WhyNotOwn(actor, model.Place, version.CreatedById, version.CreatedByName, version.Number);

    internal static RegistryException NotOwn(string sentence) => RegistryException.Forbidden("not_your_version", sentence);

    internal static string? WhyNotOwn(Actor actor, Place place, Guid createdById, string createdByName, int number) =>
        actor.IsSystem || actor.UserId == createdById || Rights.Owns(actor, place)
            ? null
            : $"Version {number.Text()} was registered by {createdByName}: only they or the model's owner add files and seal it.";

    /// <summary>The files as they are listed now, which of them the store lacks, and what they declare.</summary>
    private async Task<SealedFiles> LookAsync(string modelName, string selector, Actor actor, CancellationToken ct)
    {
        var (found, rows) = await store.ReadAsync(actor, async db =>
        {
            var listed = await db.Named(actor, modelName)
                .Join(db.Versions.Called(selector), model => model.Id, version => version.ModelId, (model, version) => new { Model = model, Version = version })
                .GroupJoin(db.VersionFiles, pair => pair.Version.Id, file => file.VersionId, (pair, files) => new { pair, files })
                .SelectMany(found => found.files.DefaultIfEmpty(), (found, file) => new
                {
                    ModelId = found.pair.Model.Id,
                    VersionId = found.pair.Version.Id,
                    found.pair.Model.OwnerId,
                    found.pair.Model.CollectionId,
                    found.pair.Model.Closed,
                    found.pair.Version.CreatedById,
                    found.pair.Version.CreatedByName,
                    found.pair.Version.Number,
                    found.pair.Version.Revision,
                    File = file,
                }).ToListAsync(ct);
            if (listed.Count == 0)
            {
                await db.FindVersionAsync(actor, modelName, selector, ct); // says what is not there
            }

            var first = listed[0];
            var place = new Place(first.ModelId, first.OwnerId, first.CollectionId, first.Closed);
            Rights.Require(actor, Right.Register, place);
            if (WhyNotOwn(actor, place, first.CreatedById, first.CreatedByName, first.Number) is { } sentence)
            {
                throw NotOwn(sentence);
            }

            return ((first.ModelId, first.VersionId, first.Revision), listed.Select(row => row.File).OfType<VersionFile>().ToList());
        }, ct);
        return await SealedFiles.LookAtAsync(found.ModelId, found.VersionId, found.Revision, rows, artifacts, ct);
    }

    private static async Task SetLabelAsync(RegistryDbContext db, Model model, ModelVersion version, string? label, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(label))
        {
            return;
        }

        version.SetLabel(label);
        if (await db.Versions.IgnoreQueryFilters(Deletion.Filters)
            .AnyAsync(other => other.ModelId == model.Id && other.Id != version.Id && other.NormalizedLabel == version.NormalizedLabel, ct))
        {
            throw RegistryException.Conflict("label_taken", $"Another version of '{model.Name}' already has the label '{label}'.", "label");
        }
    }
}
