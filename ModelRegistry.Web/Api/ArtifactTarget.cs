namespace ModelRegistry.Web.Api;

/// <summary>
/// The artifact path that a request names, decoded exactly once from the request line.
/// </summary>
internal sealed record ArtifactTarget(string Path, string Address)
{
    // /api/v1/models/{name}/versions/{version}/artifacts/…
    private const int NameAt = 3;
    private const int VersionAt = 5;
    private const int PathAt = 7;

    public static ValueTask<ArtifactTarget?> BindAsync(HttpContext context)
    {
        var segments = RawPath.SegmentsOf(context);
        if (segments.Length <= PathAt || !Names(segments[NameAt], context, "name") || !Names(segments[VersionAt], context, "version"))
        {
            throw RawPath.Refuse("it is written in a way that servers and proxies read differently");
        }

        var path = string.Join('/', segments.Skip(PathAt).Select(RawPath.Decode));
        return ValueTask.FromResult<ArtifactTarget?>(new ArtifactTarget(path, RawPath.Of(context)));
    }

    // What routing matched must be what stands in the request line: a target that is normalised on the way is refused.
    private static bool Names(string segment, HttpContext context, string routeValue) =>
        RawPath.Decode(segment) == context.Request.RouteValues[routeValue] as string;
}
