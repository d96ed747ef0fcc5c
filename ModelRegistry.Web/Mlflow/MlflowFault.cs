using System.Globalization;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Api;

namespace ModelRegistry.Web.Mlflow;

/// <summary>
/// An error as MLflow's clients read it. They branch on the code and repeat what has a status from 500 on for minutes: whatever will not heal has one
/// below.
/// </summary>
internal sealed record MlflowFault(int Status, string Code, string Message)
{
    public const string InvalidParameter = "INVALID_PARAMETER_VALUE";
    public const string NotThere = "RESOURCE_DOES_NOT_EXIST";
    public const string AlreadyExists = "RESOURCE_ALREADY_EXISTS";
    public const string Conflict = "RESOURCE_CONFLICT";
    public const string Denied = "PERMISSION_DENIED";
    public const string NotImplemented = "NOT_IMPLEMENTED";

    private const string BadRequest = "BAD_REQUEST";

    /// <summary>At this code alone clients try the other address of a call.</summary>
    private const string NoEndpoint = "ENDPOINT_NOT_FOUND";

    /// <summary>MLflow's codes with their statuses. A service, or a call for itself, may refuse with one of them as its code.</summary>
    private static readonly Dictionary<string, int> Statuses = new()
    {
        [InvalidParameter] = 400,
        [BadRequest] = 400,
        [AlreadyExists] = 400,
        [Denied] = 403,
        [NotThere] = 404,
        [Conflict] = 409,
        [NotImplemented] = 501,
    };

    /// <summary>Codes of the registry for which MLflow has one of its own.</summary>
    private static readonly Dictionary<string, (int Status, string Code)> Known = new()
    {
        ["model_name_taken"] = (400, AlreadyExists),
        ["experiment_name_taken"] = (400, AlreadyExists),
        // Nothing has changed that a second call would not meet again.
        ["version_in_slot"] = (400, BadRequest),
        ["version_is_fallback"] = (400, BadRequest),
        ["version_held"] = (400, BadRequest),
        ["model_in_use"] = (400, BadRequest),
        ["not_found"] = (404, NoEndpoint),
    };

    public static MlflowFault Of(Problem problem, HttpContext context)
    {
        var (status, code) = Statuses.TryGetValue(problem.Code, out var own) ? (own, problem.Code)
            : Known.TryGetValue(problem.Code, out var known) ? known
            : OfStatus(problem.Status);
        return code == NoEndpoint || (status == StatusCodes.Status405MethodNotAllowed && !MlflowApi.Answers(context))
            ? new MlflowFault(404, NoEndpoint, NoSuchAddress(context.Request))
            : new MlflowFault(status, code, problem.Detail);
    }

    public Task WriteAsync(HttpContext context) => MlflowAnswer.WriteAsync(context, Status, new { ErrorCode = Code, Message });

    private static (int Status, string Code) OfStatus(int status) => status switch
    {
        400 or 413 => (status, InvalidParameter),
        422 => (400, InvalidParameter),
        401 => (401, "UNAUTHENTICATED"),
        403 => (403, Denied),
        404 => (404, NotThere),
        409 => (409, Conflict),
        429 => (429, "REQUEST_LIMIT_EXCEEDED"),
        501 => (501, NotImplemented),
        503 => (503, "TEMPORARILY_UNAVAILABLE"),
        >= 500 => (status, "INTERNAL_ERROR"),
        _ => (status, BadRequest), // 405, 408, 414 and whatever else the server says by itself
    };

    private static string NoSuchAddress(HttpRequest request) => string.Create(CultureInfo.InvariantCulture,
        $"There is no {request.Method} {HttpActor.Shorten(request.Path)} here. This server answers MLflow's calls for experiments, runs, artifacts, ")
        + "registered models and logged models.";
}
