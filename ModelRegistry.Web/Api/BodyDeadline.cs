using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace ModelRegistry.Web.Api;

/// <summary>
/// What a call sends is here after two minutes or the call is over: 240 bytes a second, the least that the server takes, would hold a small change
/// back for hours. Files, which may be of any size, are watched in another way.
/// </summary>
internal static class BodyDeadline
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public static void UseBodyDeadline(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (Concerns(context.GetEndpoint()) && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            var body = context.Request.Body;
            await using var timely = new TimelyStream(body, Longest, context.RequestServices.GetRequiredService<TimeProvider>());
            context.Request.Body = timely;
            await next(context);
            context.Request.Body = body;
            return;
        }

        await next(context);
    });

    /// <summary>All but what takes files of any size.</summary>
    internal static bool Concerns(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is not { MaxRequestBodySize: null };
}

/// <summary>A body that can be read for so long and no longer.</summary>
internal sealed class TimelyStream(Stream body, TimeSpan longest, TimeProvider time) : BodyStream
{
    private readonly CancellationTokenSource _over = new(longest, time);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_over.IsCancellationRequested)
        {
            throw TooSlow(); // although more of it may be here
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
        try
        {
            return await body.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw TooSlow();
        }
    }

    private static BadHttpRequestException TooSlow() => new("The body took too long.", StatusCodes.Status408RequestTimeout);

    protected override void Dispose(bool disposing)
    {
        _over.Dispose();
        base.Dispose(disposing);
    }
}
