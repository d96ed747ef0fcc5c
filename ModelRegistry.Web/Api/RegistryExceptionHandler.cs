using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

/// <summary>The one translation of exceptions into answers of the API. What is no refusal is a bug: 500 with a trace id and nothing else.</summary>
internal sealed partial class RegistryExceptionHandler(IOptions<JsonOptions> json, ILogger<RegistryExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!httpContext.Request.IsForPrograms())
        {
            return false;
        }

        var problem = exception switch
        {
            RegistryException refusal => Problem.Of(refusal),
            BadHttpRequestException request => BadRequest.Explain(httpContext, request, json.Value.SerializerOptions),
            NotSupportedException unread when JsonFault.Explain(unread) is { } fault => fault,
            IOException or UnauthorizedAccessException => DiskFailed(httpContext, exception),
            _ => Unexpected(httpContext, exception),
        };
        httpContext.Response.StatusCode = problem.Status;
        await problem.WriteAsync(httpContext);
        return true;
    }

    private Problem Unexpected(HttpContext context, Exception exception)
    {
        LogUnexpected(exception, context.Request.Method, context.TraceIdentifier);
        return new(500, "internal_error", "Something went wrong in the server; nothing is known about what was changed. Report the trace id to an admin.");
    }

    /// <summary>A file of this machine that could not be read or written: not this call's doing, and it goes on when the disk does.</summary>
    private Problem DiskFailed(HttpContext context, Exception exception)
    {
        LogUnexpected(exception, context.Request.Method, context.TraceIdentifier);
        return new(503, "storage_failed", "A disk of the server cannot be read or written now. Report the trace id to an operator; try again when it is well.");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected failure of a {Method} request, trace {Trace}")]
    private partial void LogUnexpected(Exception exception, string method, string trace);
}
