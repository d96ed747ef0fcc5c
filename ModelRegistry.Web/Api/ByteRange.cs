using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace ModelRegistry.Web.Api;

/// <summary>
/// The part of a file that a GET asks for, by RFC 9110 section 14. Several ranges, and what is no range of bytes, count as
/// none: the whole is sent.
/// </summary>
internal readonly record struct ByteRange(long From, long Length)
{
    /// <summary>Null for the whole file; a length of 0 when the range lies outside it.</summary>
    public static ByteRange? Of(HttpRequest request, EntityTagHeaderValue etag, long size)
    {
        var headers = request.GetTypedHeaders();
        if (!HttpMethods.IsGet(request.Method) || headers.Range is not { Unit.Value: "bytes", Ranges: { Count: 1 } ranges }
            || !IsSameFile(request, headers, etag))
        {
            return null;
        }

        return ranges.First() switch
        {
            { From: null, To: { } last } => Part(Math.Max(0, size - last), size - 1, size),
            { From: { } from, To: var to } => Part(from, Math.Min(to ?? long.MaxValue, size - 1), size),
            _ => null,
        };
    }

    private static ByteRange Part(long from, long to, long size) => from < size && to >= from ? new ByteRange(from, to - from + 1) : default;

    private static bool IsSameFile(HttpRequest request, RequestHeaders headers, EntityTagHeaderValue etag) =>
        request.Headers.IfRange.Count == 0 || headers.IfRange?.EntityTag?.Compare(etag, useStrongComparison: true) == true;
}
