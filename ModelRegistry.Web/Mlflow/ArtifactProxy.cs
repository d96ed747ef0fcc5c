using Microsoft.AspNetCore.Mvc;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Registrations;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Api;

namespace ModelRegistry.Web.Mlflow;

/// <summary>
/// The files behind <c>mlflow-artifacts:/</c>: those that scripts log, and below <c>models/NAME/NUMBER</c> those of registered versions, which can be
/// read and never changed.
/// </summary>
internal static class ArtifactProxy
{
    /// <summary>Where it is found, as <see cref="MlflowApi.Roots"/>.</summary>
    public static readonly IReadOnlyList<string> Roots = ["/api/2.0/mlflow-artifacts", "/ajax-api/2.0/mlflow-artifacts"];

    public static void MapArtifactProxy(this IEndpointRouteBuilder proxy)
    {
        var artifacts = proxy.MapGroup("/artifacts");
        artifacts.MapGet("", List);
        artifacts.MapMethods("/{**path}", [HttpMethods.Get, HttpMethods.Head], Get);
        artifacts.MapPut("/{**path}", Put).WithMetadata(new DisableRequestSizeLimitAttribute());
        artifacts.MapDelete("/{**path}", Delete);
        // Clients go on with a plain PUT and GET when they are told so.
        proxy.MapPost("/mpu/{**rest}", IResult () => throw MlflowRefusals.NotImplemented("Files are uploaded in one piece here: PUT them.")).AllowAnonymous();
        proxy.MapGet("/presigned/{**path}", IResult () => throw MlflowRefusals.NotImplemented("Files are downloaded from here: GET them.")).AllowAnonymous();
    }

    private static async Task<IResult> List(string? path, RunArtifacts logged, VersionArtifacts versions, HttpContext context, CancellationToken ct)
    {
        var (actor, folder) = (context.Actor(), RunFilePlace.Parse(path?.Trim('/') ?? ""));
        var entries = RegisteredFile.Of(folder.Full) is { } registered
            ? await ListVersionAsync(versions, registered, context, ct)
            : await logged.ListAsync(folder, actor, ct);
        return new MlflowAnswer(new FileList([.. entries.Select(entry => new FileInfo(entry.Name, entry.IsFolder, entry.Size))]));
    }

    private static async Task<ArtifactDownload> Get(ProxyTarget target, RunArtifacts logged, VersionArtifacts versions, ArtifactStore store,
        HttpContext context, CancellationToken ct) => await DownloadAsync(target.Path, logged, versions, store, context, ct);

    /// <summary>The file of that path, of a run or of a version.</summary>
    public static async Task<ArtifactDownload> DownloadAsync(string path, RunArtifacts logged, VersionArtifacts versions, ArtifactStore store,
        HttpContext context, CancellationToken ct)
    {
        var place = RunFilePlace.Parse(path);
        if (RegisteredFile.Of(place.Full) is { } registered)
        {
            var file = await versions.FindAsync(registered.Model, registered.Selector, registered.Path, context.Actor(), ct);
            return new ArtifactDownload(file, store, MediaType.Of(file.Path));
        }

        var found = await logged.FindAsync(place, context.Actor(), ct);
        return new ArtifactDownload(new StoredFile(found.Path, found.Sha256, found.Size), store, MediaType.Of(found.Path));
    }

    private static async Task<IResult> Put(ProxyTarget target, RunArtifacts logged, UploadPatience patience, HttpContext context, CancellationToken ct)
    {
        var place = RunFilePlace.Parse(target.Path);
        RefuseRegistered(place);
        patience.Apply(context);
        await logged.PutAsync(place, context.Request.Body, context.Request.ContentLength, context.Actor(), ct);
        return MlflowAnswer.Nothing;
    }

    private static async Task<IResult> Delete(ProxyTarget target, RunArtifacts logged, HttpContext context, CancellationToken ct)
    {
        var place = RunFilePlace.Parse(target.Path);
        RefuseRegistered(place);
        await logged.RemoveAsync(place, context.Actor(), ct);
        return MlflowAnswer.Nothing;
    }

    private static async Task<IReadOnlyList<RunFileEntry>> ListVersionAsync(VersionArtifacts versions, RegisteredFile folder, HttpContext context,
        CancellationToken ct)
    {
        var start = folder.Path.Length == 0 ? "" : $"{folder.Path}/";
        var files = await versions.ListAsync(folder.Model, folder.Selector, context.Actor(), ct);
        return
        [
            .. files.Where(file => file.Path.StartsWith(start, StringComparison.Ordinal)).Select(file => (Below: file.Path[start.Length..], file.Size))
                .GroupBy(file => file.Below.Split('/')[0])
                .Select(group => new RunFileEntry(group.Key, group.First().Below == group.Key ? group.First().Size : null))
                .OrderBy(entry => entry.Name, StringComparer.Ordinal),
        ];
    }

    private static void RefuseRegistered(RunFilePlace place)
    {
        if (place.Full.Split('/')[0] == SourceAddress.RegisteredFolder)
        {
            throw RegistryException.Conflict("version_sealed",
                "The files of a registered version never change. Log to a run and register a new version.", "path");
        }
    }
}

/// <summary>A folder's files as MLflow lists them.</summary>
internal sealed record FileList(IReadOnlyList<FileInfo> Files)
{
    /// <summary>Where the listed folder's paths begin, in the list of a run's files.</summary>
    public string? RootUri { get; init; }
}

internal sealed record FileInfo(string Path, bool IsDir, long? FileSize);

/// <summary>A file or folder of a registered version, as <c>models/NAME/NUMBER/PATH</c> names it.</summary>
internal sealed record RegisteredFile(string Model, string Selector, string Path)
{
    public static RegisteredFile? Of(string path) => path.Split('/') is [SourceAddress.RegisteredFolder, var model, var selector, .. var rest]
        ? new RegisteredFile(model, selector, string.Join('/', rest))
        : null;

    public static string AddressOf(string model, int number) =>
        $"{SourceAddress.ArtifactScheme}:/{SourceAddress.RegisteredFolder}/{model}/{Answers.Number(number)}";
}
