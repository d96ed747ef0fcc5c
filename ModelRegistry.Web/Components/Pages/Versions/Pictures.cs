using ModelRegistry.Core.Artifacts.Previews;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>
/// Pictures of versions and runs for the pages that show them. The media type comes from the bytes and is one of four raster formats;
/// with it, the policy and nosniff nothing in a file can run, whoever opens the address directly.
/// </summary>
internal static class Pictures
{
    public static void MapPictures(this IEndpointRouteBuilder app)
    {
        app.MapGet("/pictures/{name}/{version}/{**path}", OfVersionAsync).ExcludeFromDescription();
        app.MapGet("/run-pictures/{run}/{**path}", OfRunAsync).ExcludeFromDescription();
    }

    private static Task OfVersionAsync(string name, string version, string? path, VersionPreviews previews, FileViews views, HttpContext context,
        CancellationToken ct) => SendAsync(() => previews.FindImageAsync(name, version, path ?? "", context.Actor(), ct), views, context, ct);

    private static Task OfRunAsync(string run, string? path, RunPreviews previews, FileViews views, HttpContext context, CancellationToken ct) =>
        SendAsync(() => previews.FindImageAsync(run, path ?? "", context.Actor(), ct), views, context, ct);

    private static async Task SendAsync(Func<Task<PreviewImage>> find, FileViews views, HttpContext context, CancellationToken ct)
    {
        try
        {
            var image = await find();
            var headers = context.Response.Headers;
            headers.ContentType = image.ContentType;
            headers.ContentLength = image.Size;
            headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers.CacheControl = "private, no-cache";
            await views.CopyImageAsync(image, context.Response.Body, ct);
        }
        catch (RegistryException) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
