using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.RunFiles;

/// <summary>A file or folder in a folder, by its name alone; a folder has neither size nor hash.</summary>
public sealed record RunFileEntry(string Name, long? Size, string? Sha256 = null)
{
    public bool IsFolder => Size is null;
}

/// <summary>A logged file that was found.</summary>
public sealed record FoundRunFile(string Path, string Sha256, long Size);

/// <summary>Stores, lists, finds and removes the files that scripts log. Rights are those of the experiment that the path names.</summary>
public sealed class RunArtifacts(RegistryStore store, ArtifactStore artifacts, TimeProvider time)
{
    /// <summary>How long bytes are taken from somebody who may no longer send them.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Stores a file under its path, in the place of what was there. It appears when all of it has come, and not before; until then the old one stays.
    /// </summary>
    public async Task<FoundRunFile> PutAsync(RunFilePlace place, Stream content, long? size, Actor actor, CancellationToken ct)
    {
        if (place.Path.Length == 0)
        {
            throw RegistryException.Malformed("artifact_path_invalid", "Invalid path: it names a folder. Name the file.", "path");
        }

        await store.ReadAsync(actor, db => RequireRoomAsync(db, place, actor, ct), ct);
        using var hold = artifacts.Hold(); // until it is listed: the same bytes may be about to be swept
        await using var watched = new WatchedStream(content, again => store.ReadAsync(actor, async db =>
        {
            await store.RequirePresentAsync(db, actor, again);
            return await RequireRoomAsync(db, place, actor, again);
        }, again), AskAgain, time);
        var blob = await artifacts.PutAsync(watched, null, size, hold, ct);
        return await store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            await RequireRoomAsync(db, place, actor, ct);
            var key = Sha256Hex.Of(place.Path);
            var row = await db.RunFiles.AsTracking().SingleOrDefaultAsync(file => file.Root == place.Root && file.PathKey == key, ct)
                ?? db.RunFiles.Add(new RunFile { Root = place.Root, PathKey = key, Path = place.Path }).Entity;
            (row.Sha256, row.Size, row.UploadedAt) = (blob.Sha256, blob.Size, transaction.Now);
            (row.UploadedById, row.UploadedByName) = (actor.UserId ?? Guid.Empty, actor.Name);
            await db.UnreferencedFiles.Where(marked => marked.Sha256 == blob.Sha256).ExecuteDeleteAsync(ct);
            transaction.AllowUnaudited(typeof(RunFile));
            return new FoundRunFile(place.Path, blob.Sha256, blob.Size);
        }, ct);
    }

    public Task<FoundRunFile> FindAsync(RunFilePlace place, Actor actor, CancellationToken ct) => store.ReadAsync(actor, async db =>
    {
        await RequireReadableAsync(db, place, actor, ct);
        var key = Sha256Hex.Of(place.Path);
        return await db.RunFiles.Where(file => file.Root == place.Root && file.PathKey == key)
            .Select(file => new FoundRunFile(file.Path, file.Sha256, file.Size)).SingleOrDefaultAsync(ct)
            ?? throw await NotThereAsync(db, place, ct);
    }, ct);

    /// <summary>What lies directly in a folder, by name; nothing for a folder that is not there, as MLflow answers.</summary>
    public Task<IReadOnlyList<RunFileEntry>> ListAsync(RunFilePlace folder, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<RunFileEntry>>(actor, async db =>
        {
            await RequireReadableAsync(db, folder, actor, ct);
            var length = folder.Path.Length == 0 ? 0 : db.LengthOf(folder.Path) + 1;
            var rows = Below(db, folder).Select(file => new { file.Size, file.Sha256, Rest = file.Path.Substring(length) });
#pragma warning disable CA1847, CA1866 // translated to SQL, where a text is searched for
            var folders = await rows.Where(file => file.Rest.Contains("/")).Select(file => file.Rest.Substring(0, file.Rest.IndexOf("/"))).Distinct()
                .ToListAsync(ct);
            var files = await rows.Where(file => !file.Rest.Contains("/")).Select(file => new RunFileEntry(file.Rest, file.Size, file.Sha256))
                .ToListAsync(ct);
#pragma warning restore CA1847, CA1866
            return [.. folders.Select(name => new RunFileEntry(name, null)).Concat(files).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }, ct);

    /// <summary>Removes a file, or a folder with all that is in it; nothing there is no failure. Versions keep what they were made of.</summary>
    public Task<int> RemoveAsync(RunFilePlace place, Actor actor, CancellationToken ct) => store.WriteAsync(actor, async transaction =>
    {
        var db = transaction.Db;
        await RequireWritableAsync(db, place, actor, ct);
        var key = Sha256Hex.Of(place.Path);
        return await db.RunFiles.Where(file => file.Root == place.Root && file.PathKey == key).ExecuteDeleteAsync(ct)
            + await Below(db, place).ExecuteDeleteAsync(ct);
    }, ct);

    /// <summary>Everything below "a/" is what sorts from "a/" to before "a0": the sign after the slash.</summary>
    internal static IQueryable<RunFile> Below(RegistryDbContext db, RunFilePlace folder)
    {
        var files = db.RunFiles.Where(file => file.Root == folder.Root);
        if (folder.Path.Length == 0)
        {
            return files;
        }

        var (from, end) = ($"{folder.Path}/", $"{folder.Path}0");
        return files.Where(file => string.Compare(file.Path, from) >= 0 && string.Compare(file.Path, end) < 0);
    }

    /// <summary>Whether the files of this place may be read; a file of no experiment by everybody who reads runs.</summary>
    internal static Task RequireReadableAsync(RegistryDbContext db, RunFilePlace place, Actor actor, CancellationToken ct) =>
        RequireAsync(db, place, actor, ExperimentAct.Read, ct);

    private static Task RequireWritableAsync(RegistryDbContext db, RunFilePlace place, Actor actor, CancellationToken ct) =>
        RequireAsync(db, place, actor, ExperimentAct.Write, ct);

    private static async Task RequireAsync(RegistryDbContext db, RunFilePlace place, Actor actor, ExperimentAct act, CancellationToken ct)
    {
        if (act == ExperimentAct.Read)
        {
            ExperimentAccess.Require(actor, act); // who reads nothing is told so, before anything is looked for
        }

        if (place.ExperimentId is { } id)
        {
            var experiment = await db.FindExperimentAsync(actor, id.Text(), ct);
            ExperimentAccess.Require(actor, act, experiment.Place);
        }
        else if (actor.Token is { IsLimited: true })
        {
            throw RegistryException.NotFound("artifact_not_found",
                "This access token is limited to named models or collections: it sees the files of their versions and no others.");
        }
        else
        {
            ExperimentAccess.Require(actor, act);
        }
    }

    /// <summary>Nobody could download a file and a folder of one name.</summary>
    private static async Task<bool> RequireRoomAsync(RegistryDbContext db, RunFilePlace place, Actor actor, CancellationToken ct)
    {
        await RequireWritableAsync(db, place, actor, ct);
        string[] above = [.. place.Above()];
        string[] keys = [.. above.Select(Sha256Hex.Of)];
        var files = await db.RunFiles.Where(file => file.Root == place.Root && keys.Contains(file.PathKey)).Select(file => file.Path).ToListAsync(ct);
        var below = await Below(db, place).OrderBy(file => file.Path).Select(file => file.Path).Take(1).ToListAsync(ct);
        var isFolder = below.Exists(path => path.StartsWith($"{place.Path}/", StringComparison.Ordinal));
        var blocking = above.FirstOrDefault(files.Contains) ?? (isFolder ? place.Path : null);
        return blocking is null ? true : throw RegistryException.Malformed("file_is_folder", blocking == place.Path
            ? $"'{place.Path}' is a folder with files in it: give the file another name."
            : $"'{blocking}' is a file, so nothing can lie below it: give it or '{place.Path}' another name.", "path");
    }

    private static async Task<RegistryException> NotThereAsync(RegistryDbContext db, RunFilePlace place, CancellationToken ct)
    {
        var isFolder = await Below(db, place).AnyAsync(ct);
        return RegistryException.NotFound("artifact_not_found", isFolder ? $"'{place.Full}' is a folder. List it and download its files."
            : place.Path.Length == 0 || place.Path == "artifacts" ? $"There are no files below '{place.Full}'." : $"There is no file '{place.Full}'.");
    }
}
