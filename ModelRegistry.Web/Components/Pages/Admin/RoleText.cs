using ModelRegistry.Core.Access;

namespace ModelRegistry.Web.Components.Pages.Admin;

/// <summary>What each role allows, in one line.</summary>
internal static class RoleText
{
    public static IReadOnlyList<(string Role, string Allows)> All { get; } =
    [
        (Roles.Viewer, "browses, compares and downloads"),
        (Roles.DataScientist, "registers models and versions, logs metrics, edits own versions, asks for promotion"),
        (Roles.Reviewer, "approves and rejects promotions, rolls back, quarantines"),
        (Roles.Operator, "rolls back and quarantines"),
        (Roles.Emergency, "executes without approvals when nothing else helps; every such act is looked at afterwards"),
        (Roles.Admin, "manages people, roles, tokens, policies and every model; does not approve"),
        (Roles.Auditor, "sees every model and the whole audit trail, exports and verifies it"),
    ];
}
