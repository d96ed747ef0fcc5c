using System.Text.Json;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Api;

namespace ModelRegistry.Web.Access;

/// <summary>
/// What <c>js/passkeys.js</c> calls. They are endpoints, since the check of an answer needs the address of its request; another site cannot call them
/// (<see cref="SameOrigin"/>).
/// </summary>
internal static class PasskeyEndpoints
{
    public static void MapPasskeys(this IEndpointRouteBuilder endpoints)
    {
        var passkeys = endpoints.MapGroup("/account/passkeys").ExcludeFromDescription();
        passkeys.MapPost("/creation-options", BeginAdding);
        passkeys.MapPost("/add", FinishAdding);
        passkeys.MapPost("/request-options", BeginSignIn).AllowAnonymous();
        passkeys.MapPost("/sign-in", FinishSignIn).AllowAnonymous();
    }

    private static Task<IResult> BeginAdding(HttpContext context, PasskeyCeremonies ceremonies) =>
        AnswerAsync(async () => Results.Json(await ceremonies.BeginAddingAsync(context, await ReadAsync<NewPasskey>(context))));

    private static Task<IResult> FinishAdding(HttpContext context, PasskeyCeremonies ceremonies) => AnswerAsync(async () =>
    {
        await ceremonies.FinishAddingAsync(context, await ReadAsync<PasskeyAnswer>(context));
        return Results.NoContent();
    });

    private static Task<IResult> BeginSignIn(HttpContext context, BrowserSignIn signIns) =>
        AnswerAsync(async () => Results.Json(await signIns.BeginPasskeyAsync(context)));

    private static Task<IResult> FinishSignIn(HttpContext context, BrowserSignIn signIns) => AnswerAsync(async () =>
    {
        await signIns.SignInWithPasskeyAsync(context, await ReadAsync<PasskeyAnswer>(context));
        return Results.NoContent();
    });

    private static async Task<T> ReadAsync<T>(HttpContext context)
    {
        try
        {
            return context.Request.HasJsonContentType() && await context.Request.ReadFromJsonAsync<T>(context.RequestAborted) is { } body ? body
                : throw Unreadable();
        }
        catch (JsonException)
        {
            throw Unreadable();
        }
    }

    private static RegistryException Unreadable() => RegistryException.Malformed("request_malformed", "The request cannot be read.");

    private static async Task<IResult> AnswerAsync(Func<Task<IResult>> call)
    {
        try
        {
            return await call();
        }
        catch (RegistryException refusal)
        {
            var problem = Problem.Of(refusal);
            return Results.Json(new { problem.Code, problem.Detail, problem.Field }, contentType: "application/problem+json", statusCode: problem.Status);
        }
    }
}
