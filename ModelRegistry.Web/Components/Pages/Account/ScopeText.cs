using ModelRegistry.Core.Access;

namespace ModelRegistry.Web.Components.Pages.Account;

/// <summary>What each scope lets a token do, in one line; only scopes that open something today.</summary>
internal static class ScopeText
{
    public static IReadOnlyList<(string Scope, string Allows)> All { get; } =
    [
        (Scopes.Read, "see models, versions and metrics, download files"),
        (Scopes.Log, "append metrics to versions"),
        (Scopes.Register, "make models and versions, upload files, edit tags and descriptions"),
        (Scopes.Check, "post results of checks about versions"),
    ];
}
