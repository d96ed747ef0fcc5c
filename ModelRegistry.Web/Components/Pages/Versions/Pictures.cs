using ModelRegistry.Core.Common;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>
/// Pictures of versions for the pages that show them. The media type comes from the bytes and is one of four raster formats;
/// with it, the policy and nosniff nothing in a file can run, whoever opens the address directly.
/// </summary>
internal static class Pictures
{
    public static void MapPictures(this IEndpointRouteBuilder app) => app.MapGet("/pictures/{name}/{version}/{**path}", GetAsync).ExcludeFromDescription();

    private static async Task GetAsync(string name, string version, string? path, VersionPreviews previews, HttpContext context, CancellationToken ct)
    {
        try
        {
            var image = await previews.FindImageAsync(name, version, path ?? "", context.Actor(), ct);
            var headers = context.Response.Headers;
            headers.ContentType = image.ContentType;
            headers.ContentLength = image.Size;
            headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers.CacheControl = "private, no-cache";
            await previews.CopyImageAsync(image, context.Response.Body, ct);
        }
        catch (RegistryException) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
