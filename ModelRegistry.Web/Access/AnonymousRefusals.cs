using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Web.Access;

/// <summary>Leaves a trace of calls that were refused for want of credentials: the first of an address and minute, then a count.</summary>
internal static class AnonymousRefusals
{
    public static void UseAnonymousRefusals(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Response.StatusCode is StatusCodes.Status401Unauthorized or StatusCodes.Status429TooManyRequests
            && context.RequestServices.GetRequiredService<RefusalCounter>().IsFirst(AnonymousAttempt.Call, context.Address()))
        {
            var fact = new CallUnauthenticated(new(context.Address(), context.Request.Method, HttpActor.Shorten(context.Request.Path)));
            var nobody = Actor.Anonymous(context.Request.Door(), context.Address());
            await context.RequestServices.GetRequiredService<RegistryStore>().WriteAsync(nobody, transaction =>
            {
                transaction.Record(fact);
                return Task.CompletedTask;
            }, CancellationToken.None);
        }
    });
}
