using ModelRegistry.Core.Access;

namespace ModelRegistry.Web.Components.Pages.Account;

/// <summary>What each scope lets a token do, in one line.</summary>
internal static class ScopeText
{
    public static IReadOnlyList<(string Scope, string Allows)> All { get; } =
    [
        (Scopes.Read, "see models, versions, metrics and requests, and download every file"),
        (Scopes.Resolve, "for serving hosts: ask which version a slot points at and download its files, and nothing else"),
        (Scopes.Log, "append metrics to versions"),
        (Scopes.Register, "make models and versions, upload files, edit tags and descriptions, archive"),
        (Scopes.Check, "post results of checks about versions"),
        (Scopes.Promote, "ask for promotions, comment on and execute requests, move aliases; never approve"),
        (Scopes.Rollback, "roll a slot back and quarantine a version"),
    ];

    /// <summary>What an admin is offered beside the others.</summary>
    public static (string Scope, string Allows) Provision { get; } =
        (Scopes.Provision, "for a directory: make, change and disable people and teams by SCIM, and nothing else");
}
