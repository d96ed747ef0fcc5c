using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Registrations;

/// <summary>
/// Registers a version made of files that are stored already: of a run, a logged model or another version. Nothing is copied, the version lists the
/// same bytes; it is sealed in the same change, so nobody ever finds it half made.
/// </summary>
public sealed class SourceRegistration(RegistryStore store, ArtifactStore artifacts, MetricCatalog metrics, ModelWorkflow models, TimeProvider time)
{
    private const int MostLooks = 5;
    private const string SourceChanged = "source_changed";

    public async Task<VersionView> CreateAsync(string modelName, SourcedVersion command, Actor actor, CancellationToken ct)
    {
        var address = PromptTags.TextOf(command.Tags) is { } prompt ? new SourceAddress.Prompt(prompt, time.Now()) : SourceAddress.Parse(command.Source);
        if (command.LoggedModelId is { Length: > 0 } loggedModel && address is SourceAddress.Logged)
        {
            address = new SourceAddress.OfLoggedModel(loggedModel);
        }

        for (var look = 1; ; look++)
        {
            try
            {
                return await LookAndCreateAsync(modelName, command, address, actor, ct);
            }
            catch (RegistryException refusal) when (look < MostLooks && refusal.Code == SourceChanged)
            {
                // Somebody still logs to the run.
            }
        }
    }

    /// <summary>The same, with a model of that name where there is none yet.</summary>
    public async Task<VersionView> CreateWithModelAsync(string modelName, SourcedVersion command, Actor actor, CancellationToken ct)
    {
        try
        {
            return await CreateAsync(modelName, command, actor, ct);
        }
        catch (RegistryException refusal) when (refusal.Code == ModelAccess.Missing)
        {
            await models.CreateAsync(new NewModel(modelName), actor, ct);
            return await CreateAsync(modelName, command, actor, ct);
        }
    }

    private async Task<VersionView> LookAndCreateAsync(string modelName, SourcedVersion command, SourceAddress address, Actor actor, CancellationToken ct)
    {
        var seen = await store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Register, (await db.FindModelAsync(actor, modelName, ct)).Place);
            return await SourceFiles.FindAsync(db, address, actor, ct);
        }, ct);
        using var hold = artifacts.Hold(); // the run may lose them before the version lists them
        if (address is SourceAddress.Prompt prompt)
        {
            await artifacts.PutAsync(new MemoryStream(prompt.Bytes), null, prompt.Bytes.Length, hold, ct);
        }

        foreach (var file in seen.Files)
        {
            await hold.AddAsync(file.Sha256, ct);
        }

        var looked = await SealedFiles.LookAtAsync(Guid.Empty, Guid.Empty, Guid.Empty, seen.Files, artifacts, ct);
        return await store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var model = await db.TakeModelAsync(actor, modelName, ct); // so that two registrations never read the same number
            Rights.Require(actor, Right.Register, model.Place);
            var source = await SourceFiles.FindAsync(db, address, actor, ct);
            if (!source.AreThose(seen))
            {
                throw RegistryException.Conflict(SourceChanged,
                    "Files at the source came or went while it was being registered. Wait for the run, then try again.");
            }

            if (address is SourceAddress.Prompt && source.Files[0].Sha256 is var digest)
            {
                await db.UnreferencedFiles.Where(marked => marked.Sha256 == digest).ExecuteDeleteAsync(ct);
            }

            var evidence = await RunEvidence.ReadAsync(db, source.RunId ?? Blank(command.RunId), actor, ct);
            var created = evidence.Complete(new NewVersion(Description: command.Description, Tags: command.Tags,
                Source: new VersionSource(evidence.RunId, evidence.GitCommit, command.Source, Blank(command.RunLink))));
            var version = await CreateAsync(transaction, model, created, evidence, looked, seen.Files, ct);
            if (address is SourceAddress.OfLoggedModel(var loggedModel))
            {
                await LoggedModelNote.AddAsync(db, loggedModel, model.Name, version.Number, ct);
            }

            return version;
        }, ct);
    }

    private async Task<VersionView> CreateAsync(RegistryTransaction transaction, Model model, NewVersion command, RunEvidence evidence, SealedFiles looked,
        IReadOnlyList<VersionFile> files, CancellationToken ct)
    {
        var db = transaction.Db;
        model.LastVersionNumber++;
        var version = NewVersions.Build(command, model, transaction);
        version.RunCreatedById = evidence.CreatedById;
        version.Reword();
        db.Versions.Add(version);
        foreach (var chunk in (command.Metrics ?? []).Chunk(NewMetric.MaxPerCall))
        {
            MetricLog.Begin(transaction, version, chunk);
        }

        model.SawMetric(metrics.Now.MostTelling((command.Metrics ?? []).Select(metric => metric.Name)));
        db.VersionFiles.AddRange(files.Select(file => new VersionFile
        {
            VersionId = version.Id,
            PathKey = file.PathKey,
            Path = file.Path,
            Sha256 = file.Sha256,
            Size = file.Size,
            UploadedAt = file.UploadedAt,
            UploadedById = file.UploadedById,
            UploadedByName = file.UploadedByName,
        }));
        transaction.Record(new VersionCreated(model.Ref, version.Number, command));
        await db.SaveChangesAsync(ct);
        return await Sealing.SealAsync(transaction, model, version, looked, expected: null, ct);
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
