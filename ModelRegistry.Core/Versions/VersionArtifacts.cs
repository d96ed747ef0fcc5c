using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Versions;

/// <summary>A file about to be sent: what the sender claims of it, checked while it streams.</summary>
public sealed record IncomingFile(string Path, Stream Content, string? Sha256 = null, long? Size = null);

/// <summary>A stored file of a version, for downloads and previews.</summary>
public sealed record StoredFile(string Path, string Sha256, long Size)
{
    /// <summary>True when an upload added it; false when it took the place of a file of the same path.</summary>
    [JsonIgnore]
    public bool Created { get; init; }
}

/// <summary>Adds files to PENDING versions and finds files to read.</summary>
public sealed class VersionArtifacts(RegistryStore store, ArtifactStore artifacts, TimeProvider time)
{
    /// <summary>How long bytes are taken from somebody who may no longer send them.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Stores a file by its hash and lists it under the version. Asks for permission before the first byte is read, every few seconds while they
    /// come, and again before it is listed: a version may be sealed meanwhile, and a right may end.
    /// </summary>
    public async Task<StoredFile> PutAsync(string modelName, string selector, IncomingFile file, Actor actor, CancellationToken ct)
    {
        var path = ArtifactPath.Check(file.Path);
        var seen = await store.ReadAsync(actor, db => RequireWritableAsync(db, actor, modelName, selector, path, ct), ct);
        using var hold = artifacts.Hold(); // until the version lists it: the same bytes may be about to be swept
        await using var content = new WatchedStream(file.Content, watched => store.ReadAsync(actor, async db =>
        {
            await store.RequirePresentAsync(db, actor, watched);
            return await RequireWritableAsync(db, actor, modelName, selector, path, watched);
        }, watched), AskAgain, time);
        var blob = await artifacts.PutAsync(content, file.Sha256, file.Size, hold, ct);
        return await store.WriteAsync(actor, transaction => ListAsync(transaction, modelName, selector, path, blob, seen.Version.Id, ct), ct);
    }

    /// <summary>
    /// Lists the file. No event says so: the seal puts on record what a version holds and who sent it, and until then nothing points at it.
    /// Who sent each file stays with its row, for four eyes.
    /// </summary>
    private static async Task<StoredFile> ListAsync(
        RegistryTransaction transaction, string modelName, string selector, string path, StoredBlob blob, Guid seen, CancellationToken ct)
    {
        var (db, actor) = (transaction.Db, transaction.Actor);
        await db.LockRowsAsync(db.Versions.Where(found => found.Id == seen), ct);
        var (model, version, existing) = await RequireWritableAsync(db, actor, modelName, selector, path, ct);
        version.Listed(isNew: existing is null, blob.Size - (existing?.Size ?? 0), transaction.Now);
        var row = existing ?? db.VersionFiles.Add(new VersionFile { VersionId = version.Id, PathKey = ArtifactPath.KeyOf(path), Path = path }).Entity;
        row.Sha256 = blob.Sha256;
        row.Size = blob.Size;
        row.UploadedAt = transaction.Now;
        row.UploadedById = actor.UserId ?? version.CreatedById;
        row.UploadedByName = actor.Name;
        await db.UnreferencedFiles.Where(marked => marked.Sha256 == blob.Sha256).ExecuteDeleteAsync(ct);
        transaction.AllowUnaudited(typeof(VersionFile), typeof(ModelVersion));
        transaction.Announce(new ArtifactUploaded(model.Ref, version.Number));
        return new StoredFile(path, blob.Sha256, blob.Size) { Created = existing is null };
    }

    /// <summary>The files of a version, as its manifest lists them: by the bytes of their path.</summary>
    public Task<IReadOnlyList<ManifestEntry>> ListAsync(string modelName, string selector, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<ManifestEntry>>(actor, async db =>
        {
            var (_, version) = await FindReadableAsync(db, actor, modelName, selector, ct);
            var files = await db.VersionFiles.Where(file => file.VersionId == version.Id)
                .Select(file => new ManifestEntry(file.Path, file.Sha256, file.Size)).ToListAsync(ct);
            return [.. Manifest.Sort(files)];
        }, ct);

    /// <summary>Which version it is, for whoever may read its files.</summary>
    public Task<(string Model, int Number)> WhichAsync(string modelName, string selector, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            var (model, version) = await FindReadableAsync(db, actor, modelName, selector, ct);
            return (model.Name, version.Number);
        }, ct);

    public Task<StoredFile> FindAsync(string modelName, string selector, string path, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            RequireAny(actor);
            var key = ArtifactPath.KeyOf(ArtifactPath.Check(path));
            var (model, version) = await FindReadableAsync(db, actor, modelName, selector, ct);
            return await db.VersionFiles.Where(file => file.VersionId == version.Id && file.PathKey == key && file.Path == path)
                       .Select(file => new StoredFile(file.Path, file.Sha256, file.Size)).FirstOrDefaultAsync(ct)
                   ?? throw RegistryException.NotFound("artifact_not_found", $"Version {version.Number.Text()} of '{model.Name}' has no file '{path}'.");
        }, ct);

    /// <summary>
    /// The version, for whoever reads all of them; for a token that only resolves, one that is in a slot at this moment. Of every other it learns nothing,
    /// not even that there is none.
    /// </summary>
    private static async Task<FoundVersion> FindReadableAsync(RegistryDbContext db, Actor actor, string modelName, string selector, CancellationToken ct)
    {
        if (RequireAny(actor))
        {
            return await db.FindVersionAsync(actor, modelName, selector, ct);
        }

        var model = await db.FindModelAsync(actor, modelName, ct);
        var slots = db.Slots.Where(slot => slot.ModelId == model.Id);
        if (actor.Token?.Slots is { } limit)
        {
            var names = limit.ToList();
            slots = slots.Where(slot => names.Contains(slot.NormalizedName));
        }

        var held = await db.Versions.Called(selector)
            .FirstOrDefaultAsync(version => version.ModelId == model.Id && slots.Any(slot => slot.VersionId == version.Id), ct);
        return held is not null ? new FoundVersion(model, held) : throw RegistryException.Forbidden("scope_missing",
            $"This access token has the scope '{Scopes.Resolve}': it reads the files of what is in a slot "
            + $"{(actor.Token?.Slots is null ? "" : "of its own ")}now, and '{selector}' of '{model.Name}' is in none. "
            + $"Resolve the slot again, or make a token with the scope '{Scopes.Read}'.");
    }

    /// <summary>Whether the actor reads every version; refuses whoever reads none.</summary>
    private static bool RequireAny(Actor actor)
    {
        if (!Rights.Allows(actor, Right.DownloadHeld))
        {
            Rights.Require(actor, Right.Browse); // says which scope or role would help
        }

        return Rights.Allows(actor, Right.Browse);
    }

    private static async Task<(Model Model, ModelVersion Version, VersionFile? Existing)> RequireWritableAsync(
        RegistryDbContext db, Actor actor, string modelName, string selector, string path, CancellationToken ct)
    {
        var key = ArtifactPath.KeyOf(path);
        var found = await (
            from model in db.Named(actor, modelName)
            join version in db.Versions.Called(selector) on model.Id equals version.ModelId
            join file in db.VersionFiles.Where(file => file.PathKey == key) on version.Id equals file.VersionId into files
            from file in files.DefaultIfEmpty()
            select new { Model = model, Version = version, Existing = file }).FirstOrDefaultAsync(ct)
            ?? throw VersionAccess.NotFound(await db.FindModelAsync(actor, modelName, ct), selector);
        ModelAccess.RequirePresent(modelName, found.Model.Name); // before a byte is read
        Rights.Require(actor, Right.Register, found.Model.Place);
        VersionWorkflow.RequireOwn(actor, found.Model, found.Version);
        found.Version.RequirePending();
        var existing = found.Existing;
        if (existing is not null && existing.Path != path)
        {
            throw RegistryException.Invalid("path", "artifact_path_taken",
                $"The version already has '{existing.Path}', which differs from '{path}' only by case or Unicode form. Some systems cannot keep both.");
        }

        if (existing is null && found.Version.FileCount >= ModelVersion.MaxFiles)
        {
            throw RegistryException.Invalid("path", "too_many", $"A version holds at most {ModelVersion.MaxFiles.Text()} files. Pack them into an archive.");
        }

        return (found.Model, found.Version, existing);
    }
}
