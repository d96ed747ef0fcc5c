using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts.Previews;
using ModelRegistry.Core.Runs;

namespace ModelRegistry.Core.RunFiles;

/// <summary>Previews of the files of a run, for whoever may see its experiment; reads a bounded part of any file.</summary>
public sealed class RunPreviews(RunQueries runs, RunArtifacts files, FileViews views)
{
    /// <summary>What a page shows of the file; what has a view of its own can be asked for as the text that it is, too.</summary>
    public async Task<FileView> ReadAsync(RunFilePlace file, FilePlace place, bool asText, Actor actor, CancellationToken ct)
    {
        var found = await files.FindAsync(file, actor, ct);
        return await views.ReadAsync(found.Path, found.Sha256, found.Size, place, asText, actor, ct);
    }

    /// <inheritdoc cref="FileViews.FindImageAsync"/>
    public async Task<PreviewImage> FindImageAsync(string runId, string path, Actor actor, CancellationToken ct)
    {
        var run = await runs.GetAsync(runId, actor, ct);
        var found = await files.FindAsync(RunFilePlace.Of(run, path), actor, ct);
        return await views.FindImageAsync(found.Path, found.Sha256, found.Size, ct);
    }
}
