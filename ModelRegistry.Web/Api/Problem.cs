using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Mlflow;
using ModelRegistry.Web.Scim;

namespace ModelRegistry.Web.Api;

/// <summary>
/// An error answer of the API: RFC 9457 problem details with a stable <c>code</c> and, where one is wrong, the <c>field</c>. MLflow's clients read it in
/// their own words (<see cref="MlflowFault"/>).
/// </summary>
internal sealed record Problem(int Status, string Code, string Detail, string? Field = null, IReadOnlyDictionary<string, object?>? Details = null)
{
    private const string RetryAfterSeconds = "5";

    public static Problem Of(RegistryException refusal) =>
        new(StatusOf(refusal.Kind), refusal.Code, refusal.Message, refusal.Field, refusal.Details);

    /// <summary>For answers that have only a status, such as those of routing and authentication.</summary>
    public static Problem ForStatus(int status) => status switch
    {
        400 => new(400, "request_malformed", "The request cannot be read."),
        401 => new(401, "not_authenticated", "Sign in: send an access token as 'Authorization: Bearer …' or as the password of HTTP Basic."),
        403 => new(403, "forbidden", "You may not do this."),
        404 => new(404, "not_found", "There is nothing at this address, or you may not see it."),
        405 => new(405, "method_not_allowed", "This address does not take that method; the header Allow lists those it takes."),
        406 => new(406, "not_acceptable", "This address answers in JSON only."),
        408 => new(408, "body_too_slow", "The body came too slowly or stopped, so it was given up and nothing was changed. Send it again."),
        412 => new(412, "precondition_failed", "The file is not the one that If-Match names.", "If-Match"),
        413 => new(413, "body_too_large", "The body is larger than this address takes."),
        415 => new(415, "content_type_unsupported", "Send JSON as application/json and files as they are, neither of them compressed."),
        416 => new(416, "range_unsatisfiable", "The range lies outside the file; the header Content-Range gives its size.", "Range"),
        429 => new(429, "too_many", "Too many requests. Wait a minute and try again."),
        _ => new(status, status >= 500 ? "internal_error" : "request_refused", ReasonPhrases.GetReasonPhrase(status)),
    };

    public Task WriteAsync(HttpContext context)
    {
        if (Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        if (Status == StatusCodes.Status429TooManyRequests && context.Response.Headers.RetryAfter.Count == 0)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        if (context.Request.IsMlflow())
        {
            return MlflowFault.Of(this, context).WriteAsync(context);
        }

        if (context.Request.IsScim())
        {
            return ScimAnswers.WriteFaultAsync(this, context);
        }

        context.Response.Headers.CacheControl = "no-store";
        var details = new ProblemDetails { Status = Status, Title = ReasonPhrases.GetReasonPhrase(Status), Detail = Detail };
        details.Extensions["code"] = Code;
        if (Field is not null)
        {
            details.Extensions["field"] = Field;
        }

        foreach (var (name, value) in Details ?? new Dictionary<string, object?>())
        {
            details.Extensions[name] = value;
        }

        return TypedResults.Problem(details).ExecuteAsync(context);
    }

    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Malformed => StatusCodes.Status400BadRequest,
        RefusalKind.NotAuthenticated => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
    };
}
