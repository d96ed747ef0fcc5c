using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Artifacts.Previews;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Versions;

/// <summary>A picture of a version as it may be sent to a browser: the media type is one that the bytes themselves prove.</summary>
public sealed record PreviewImage(string ContentType, string Sha256, long Size);

/// <summary>Previews of the files of a version, for whoever may see the model; reads a bounded part of any file.</summary>
public sealed class VersionPreviews(VersionArtifacts files, ArtifactStore artifacts, FileViews views)
{
    /// <summary>What a page shows of the file; what has a view of its own can be asked for as the text that it is, too.</summary>
    public async Task<FileView> ReadAsync(string modelName, string selector, string path, FilePlace place, bool asText, Actor actor, CancellationToken ct)
    {
        var file = await files.FindAsync(modelName, selector, path, actor, ct);
        return await views.ReadAsync(path, file.Sha256, file.Size, place, asText, actor, ct);
    }

    /// <summary>The picture under this path; refused as not found when the bytes are no picture or too many.</summary>
    public async Task<PreviewImage> FindImageAsync(string modelName, string selector, string path, Actor actor, CancellationToken ct)
    {
        var file = await files.FindAsync(modelName, selector, path, actor, ct);
        var head = await artifacts.ReadHeadAsync(file.Sha256, file.Size, ArtifactPreview.SignatureBytes, ct);
        return file.Size <= ArtifactPreview.MostImageBytes && ArtifactPreview.ImageType(head) is { } type
            ? new PreviewImage(type, file.Sha256, file.Size)
            : throw RegistryException.NotFound("preview_not_possible", $"'{path}' is no picture that can be shown. Download it instead.");
    }

    public Task CopyImageAsync(PreviewImage image, Stream destination, CancellationToken ct) =>
        artifacts.CopyToAsync(image.Sha256, image.Size, destination, ct);
}
