using System.Globalization;
using Microsoft.Net.Http.Headers;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Api;

/// <summary>
/// Sends a stored file, whole or one range of it. Files are other people's: they always come as an attachment that no
/// browser runs. If the bytes turn out to be damaged while they are sent, the connection is cut before the last of them.
/// </summary>
internal sealed partial class ArtifactDownload(StoredFile file, ArtifactStore store, string contentType = ArtifactDownload.AnyType) : IResult
{
    private const string AnyType = "application/octet-stream";

    private readonly EntityTagHeaderValue _etag = new($"\"sha256:{file.Sha256}\"");

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        Describe(response);
        if (Precondition(request) is { } status)
        {
            response.StatusCode = status;
            return;
        }

        var range = ByteRange.Of(request, _etag, file.Size);
        if (range is { Length: 0 })
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = $"bytes */{Text(file.Size)}";
            return;
        }

        Announce(response, range);
        if (!HttpMethods.IsHead(request.Method))
        {
            await SendAsync(httpContext, range);
        }
    }

    private async Task SendAsync(HttpContext context, ByteRange? range)
    {
        var body = context.Response.Body;
        try
        {
            await (range is { } part
                ? store.CopyRangeAsync(file.Sha256, file.Size, part.From, part.Length, body, context.RequestAborted)
                : store.CopyToAsync(file.Sha256, file.Size, body, context.RequestAborted));
        }
        catch (RegistryException damaged)
        {
            LogDamaged(context.RequestServices.GetRequiredService<ILogger<ArtifactDownload>>(), damaged, file.Sha256);
            if (!context.Response.HasStarted)
            {
                throw;
            }

            // The answer has begun as a success: only a cut connection tells the receiver that it is none.
            context.Abort();
        }
    }

    private int? Precondition(HttpRequest request)
    {
        var headers = request.GetTypedHeaders();
        if (request.Headers.IfMatch.Count > 0
            && !headers.IfMatch.Any(tag => tag.Compare(_etag, useStrongComparison: true) || tag.Equals(EntityTagHeaderValue.Any)))
        {
            return StatusCodes.Status412PreconditionFailed;
        }

        return headers.IfNoneMatch.Any(tag => tag.Compare(_etag, useStrongComparison: false) || tag.Equals(EntityTagHeaderValue.Any))
            ? StatusCodes.Status304NotModified
            : null;
    }

    private void Describe(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ETag = _etag.ToString();
        headers.AcceptRanges = "bytes";
        headers.CacheControl = "private, no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers["Repr-Digest"] = Digest();
    }

    private void Announce(HttpResponse response, ByteRange? range)
    {
        response.ContentType = contentType;
        response.ContentLength = range?.Length ?? file.Size;
        response.Headers.ContentDisposition = $"attachment; {FileName(file.Path.Split('/')[^1])}";
        if (range is not { } part)
        {
            response.Headers["Content-Digest"] = Digest();
            return;
        }

        response.StatusCode = StatusCodes.Status206PartialContent;
        response.Headers.ContentRange = $"bytes {Text(part.From)}-{Text(part.From + part.Length - 1)}/{Text(file.Size)}";
    }

    /// <summary>
    /// The encoded form, in which everything that a header or a screen could misread is percent-encoded (RFC 6266); before it the plain one, which
    /// MLflow's clients and older tools look for, where it reads the same.
    /// </summary>
    private static string FileName(string name)
    {
        var encoded = Uri.EscapeDataString(name);
        return encoded != name ? $"filename*=UTF-8''{encoded}" : $"filename={name}; filename*=UTF-8''{encoded}";
    }

    private string Digest() => $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(file.Sha256))}:";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [LoggerMessage(Level = LogLevel.Error, Message = "The stored file sha256:{Sha256} is damaged or missing and was not delivered")]
    private static partial void LogDamaged(ILogger logger, Exception error, string sha256);
}
