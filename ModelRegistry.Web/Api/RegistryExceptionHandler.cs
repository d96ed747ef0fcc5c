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

    [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected failure of a {Method} request, trace {Trace}")]
    private partial void LogUnexpected(Exception exception, string method, string trace);
}
