using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>A picture as it may be sent to a browser: the media type is one that the bytes themselves prove.</summary>
public sealed record PreviewImage(string ContentType, string Sha256, long Size);

/// <summary>
/// Views of stored files, for whoever was found to be allowed to read them. Reading goes on at two places of the whole server, of one person at two
/// (<see cref="HeavyWork"/>); what was read is kept by digest.
/// </summary>
public sealed class FileViews(ArtifactStore artifacts, HeavyWork work) : IDisposable
{
    private const int MostAtOnce = 2;
    private const long MostKept = 32 << 20;

    /// <summary>Up to this size a file is compared with its digest before it is read, and only what was read of such a one is kept.</summary>
    private const long ComparedFirst = 64 << 20;

    private readonly SemaphoreSlim _places = new(MostAtOnce);
    private readonly FileViewMemory _memory = new(MostKept);

    public async Task<FileView> ReadAsync(string path, string sha256, long size, FilePlace place, bool asText, Actor actor, CancellationToken ct)
    {
        var format = PreviewFormats.Of(await artifacts.ReadHeadAsync(sha256, size, PreviewFormats.HeadBytes, ct), path);
        if (size == 0 || format == PreviewFormat.Other || (asText && FileViewing.IsText(format)))
        {
            return await PlainAsync(format, sha256, size, ct);
        }

        if (FileViewing.IsText(format) && await PlainAsync(format, sha256, size, ct) is { Plain.Kind: not PreviewKind.Text } notText)
        {
            return notText;
        }

        var key = new FileViewKey(sha256, format, FileViewing.HasPages(format) ? place.Row : 0);
        if (!_memory.TryFind(key, out var view))
        {
            view = await ReadAsync(key, size, place, actor, ct);
        }

        return view ?? await PlainAsync(PreviewFormat.Other, sha256, size, ct);
    }

    /// <summary>The file as a picture for a browser; refused as not found when the bytes are no picture or too many.</summary>
    public async Task<PreviewImage> FindImageAsync(string path, string sha256, long size, CancellationToken ct)
    {
        var head = await artifacts.ReadHeadAsync(sha256, size, ArtifactPreview.SignatureBytes, ct);
        return size <= ArtifactPreview.MostImageBytes && ArtifactPreview.ImageType(head) is { } type
            ? new PreviewImage(type, sha256, size)
            : throw RegistryException.NotFound("preview_not_possible", $"'{path}' is no picture that can be shown. Download it instead.");
    }

    public Task CopyImageAsync(PreviewImage image, Stream destination, CancellationToken ct) =>
        artifacts.CopyToAsync(image.Sha256, image.Size, destination, ct);

    public void Dispose() => _places.Dispose();

    private async Task<FileView> PlainAsync(PreviewFormat format, string sha256, long size, CancellationToken ct)
    {
        var head = await artifacts.ReadHeadAsync(sha256, size, ArtifactPreview.MostTextBytes, ct);
        return new FileView(PreviewFormat.Other) { Plain = ArtifactPreview.Of(head, size), IsText = FileViewing.IsText(format) };
    }

    private async Task<FileView?> ReadAsync(FileViewKey key, long size, FilePlace place, Actor actor, CancellationToken ct)
    {
        using var mine = work.Begin(actor);
        await _places.WaitAsync(ct);
        try
        {
            var compared = size <= ComparedFirst;
            if (compared && await artifacts.CheckAsync(key.Sha256, size, null, ct) is { } finding)
            {
                throw finding.ToRefusal();
            }

            var view = await Task.Run(() => Read(key, size, place, ct), ct);
            if (compared)
            {
                _memory.Keep(key, view);
            }

            return view;
        }
        finally
        {
            _places.Release();
        }
    }

    private FileView? Read(FileViewKey key, long size, FilePlace place, CancellationToken ct)
    {
        try
        {
            using var file = artifacts.OpenRead(key.Sha256, size);
            return FileViewing.Read(file, size, key.Format, place, ct);
        }
        catch (IOException)
        {
            throw new BlobFinding(key.Sha256, BlobProblem.Unreadable).ToRefusal();
        }
    }
}
