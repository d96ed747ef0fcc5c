using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Registrations;

/// <summary>The files that a source names, as rows of a version to be, and the run that they come from.</summary>
internal sealed record SourceFiles(IReadOnlyList<VersionFile> Files, string? RunId)
{
    private const string PromptFile = "prompt.txt";

    /// <summary>Reads them for whoever may see the source; nobody else learns that there is one.</summary>
    public static async Task<SourceFiles> FindAsync(RegistryDbContext db, SourceAddress address, Actor actor, CancellationToken ct)
    {
        var found = address switch
        {
            SourceAddress.Logged(var folder) => await BelowAsync(db, folder, actor, ct),
            SourceAddress.OfRun(var runId, var path) => await OfRunAsync(db, runId, path, actor, ct),
            SourceAddress.OfLoggedModel(var id) => await OfLoggedModelAsync(db, id, actor, ct),
            SourceAddress.OfVersion version => await OfVersionAsync(db, version, actor, ct),
            SourceAddress.Prompt prompt => new SourceFiles([Listed(prompt, actor)], null),
            _ => throw new InvalidOperationException($"A source of an unknown kind: {address}."),
        };
        return found.Files.Count switch
        {
            0 => throw RegistryException.Invalid("source", "source_empty",
                "There are no files at this source. Log the model first, and name its folder as it was logged."),
            > ModelVersion.MaxFiles => throw RegistryException.Invalid("source", "too_many",
                $"A version holds at most {ModelVersion.MaxFiles.Text()} files, and more lie at this source. Pack them into an archive."),
            _ => found,
        };
    }

    /// <summary>Whether these are the files that were looked at before.</summary>
    public bool AreThose(SourceFiles other) =>
        Files.Select(file => (file.Path, file.Sha256)).Order().SequenceEqual(other.Files.Select(file => (file.Path, file.Sha256)).Order());

    private static async Task<SourceFiles> BelowAsync(RegistryDbContext db, RunFilePlace folder, Actor actor, CancellationToken ct)
    {
        await RunArtifacts.RequireReadableAsync(db, folder, actor, ct);
        var length = folder.Path.Length == 0 ? 0 : folder.Path.Length + 1;
        var rows = await RunArtifacts.Below(db, folder).OrderBy(file => file.Path).Take(ModelVersion.MaxFiles + 1).AsNoTracking().ToListAsync(ct);
        return new SourceFiles([.. rows.Select(row => Listed(row.Path[length..], row))], RunOf(folder));
    }

    private static async Task<SourceFiles> OfRunAsync(RegistryDbContext db, string runId, string path, Actor actor, CancellationToken ct)
    {
        var run = (await db.FindRunAsync(actor, runId, ct)).Run;
        return await BelowAsync(db, RunFilePlace.Parse($"{RunFilePlace.RunRoot(run.ExperimentId, run.Id)}/{path}"), actor, ct);
    }

    private static async Task<SourceFiles> OfLoggedModelAsync(RegistryDbContext db, string id, Actor actor, CancellationToken ct)
    {
        var model = await db.FindLoggedModelAsync(actor, id, alsoDeleted: false, ct);
        var found = await BelowAsync(db, RunFilePlace.Parse(RunFilePlace.ModelRoot(model.ExperimentId, model.Id)), actor, ct);
        return found with { RunId = model.SourceRunId };
    }

    private static async Task<SourceFiles> OfVersionAsync(RegistryDbContext db, SourceAddress.OfVersion address, Actor actor, CancellationToken ct)
    {
        Rights.Require(actor, Right.Browse);
        var (_, version) = await db.FindVersionAsync(actor, address.Model, address.Selector, ct);
        if (version.Status != VersionStatus.Ready)
        {
            throw RegistryException.Conflict("version_not_ready",
                $"Version {version.Number.Text()} of '{address.Model}' is not sealed, so it cannot be copied.");
        }

        var start = address.Path.Length == 0 ? "" : $"{address.Path}/";
        var rows = await db.VersionFiles.Where(file => file.VersionId == version.Id).OrderBy(file => file.Path).AsNoTracking().ToListAsync(ct);
        return new SourceFiles([.. rows.Where(row => row.Path.StartsWith(start, StringComparison.Ordinal))
            .Select(row => Listed(row.Path[start.Length..], row))],
            version.SourceRunId);
    }

    private static VersionFile Listed(SourceAddress.Prompt prompt, Actor actor) => new()
    {
        PathKey = ArtifactPath.KeyOf(PromptFile),
        Path = PromptFile,
        Sha256 = Sha256Hex.Of(prompt.Bytes),
        Size = prompt.Bytes.Length,
        UploadedAt = prompt.At,
        UploadedById = actor.UserId ?? Guid.Empty,
        UploadedByName = actor.Name,
    };

    private static VersionFile Listed(string path, RunFile row) => new()
    {
        PathKey = ArtifactPath.KeyOf(path),
        Path = path,
        Sha256 = row.Sha256,
        Size = row.Size,
        UploadedAt = row.UploadedAt,
        UploadedById = row.UploadedById,
        UploadedByName = row.UploadedByName,
    };

    private static VersionFile Listed(string path, VersionFile row) => new()
    {
        PathKey = ArtifactPath.KeyOf(path),
        Path = path,
        Sha256 = row.Sha256,
        Size = row.Size,
        UploadedAt = row.UploadedAt,
        UploadedById = row.UploadedById,
        UploadedByName = row.UploadedByName,
    };

    /// <summary>The run whose folder it is; the files of a logged model name theirs elsewhere.</summary>
    private static string? RunOf(RunFilePlace folder) => folder.Root.Split('/') is [_, var run] ? run : null;
}
