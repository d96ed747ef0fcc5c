using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts.Previews;

namespace ModelRegistry.Core.Versions;

/// <summary>Previews of the files of a version, for whoever may see the model; reads a bounded part of any file.</summary>
public sealed class VersionPreviews(VersionArtifacts files, FileViews views)
{
    /// <summary>What a page shows of the file; what has a view of its own can be asked for as the text that it is, too.</summary>
    public async Task<FileView> ReadAsync(string modelName, string selector, string path, FilePlace place, bool asText, Actor actor, CancellationToken ct)
    {
        var file = await files.FindAsync(modelName, selector, path, actor, ct);
        return await views.ReadAsync(path, file.Sha256, file.Size, place, asText, actor, ct);
    }

    /// <inheritdoc cref="FileViews.FindImageAsync"/>
    public async Task<PreviewImage> FindImageAsync(string modelName, string selector, string path, Actor actor, CancellationToken ct)
    {
        var file = await files.FindAsync(modelName, selector, path, actor, ct);
        return await views.FindImageAsync(path, file.Sha256, file.Size, ct);
    }
}
