using Microsoft.AspNetCore.Components;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Components.Pages.Account;

/// <summary>
/// What the static account pages share. They are static because only a response can set the session cookie; a refusal
/// stands beside its field, or above the form when it concerns none.
/// </summary>
public abstract class AccountPage : ComponentBase
{
    [CascadingParameter]
    protected HttpContext Http { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    /// <summary>Why the form was not accepted; null when nothing was sent or all went well.</summary>
    protected RegistryException? Refusal { get; private set; }

    protected string? ErrorOf(string field) => Refusal?.Field == field ? Refusal.Message : null;

    protected async Task<bool> AttemptAsync(Func<Task> attempt) => await AttemptAsync(async () =>
    {
        await attempt();
        return this;
    }) is not null;

    /// <summary>The same, for what comes of it; null when it was refused.</summary>
    protected async Task<T?> AttemptAsync<T>(Func<Task<T>> attempt)
        where T : class
    {
        try
        {
            return await attempt();
        }
        catch (RegistryException refusal)
        {
            Refusal = refusal;
            if (refusal.Kind == RefusalKind.TooMany)
            {
                Http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                Http.Response.Headers.RetryAfter = "60";
            }

            return null;
        }
    }
}
