using System.Text.Json;
using static ModelRegistry.Core.Audit.AuditMembers;

namespace ModelRegistry.Core.Audit;

/// <summary>Tells what happened to accounts, sessions, access tokens and the registry as a whole; and everything that nobody else tells.</summary>
internal static class PeopleSentences
{
    public static string Of(AuditEntry entry) => entry.Action switch
    {
        "user.created" => $"{entry.Actor} made the account {Account(entry)}{Roles(" as ", entry.After)}",
        "user.edited" => $"{entry.Actor} {Edited(entry)} the account {Account(entry)}",
        "user.roles_changed" => $"{entry.Actor} set the roles of {Account(entry)}{Roles(" to ", entry.After, none: " to none")}",
        "user.password_changed" => $"{entry.Actor} changed their password",
        "user.invitation_accepted" => $"{Account(entry)} accepted the invitation",
        "user.locked" => $"The account {Account(entry)} was locked for a few minutes after too many failed sign-ins",
        "session.signed_in" => $"{entry.Actor} signed in",
        "session.signed_out" => $"{entry.Actor} signed out",
        "token.created" => $"{entry.Actor} made the access token '{entry.After.Word("name")}'",
        "token.revoked" => $"{entry.Actor} revoked the access token '{entry.Before.Word("name")}'",
        "sign_in.failed" => Refused(entry, "sign-in", "failed"),
        "access.unauthenticated" => Refused(entry, "anonymous call", "came to nothing"),
        "access.refused" => $"{entry.Actor} was refused: {entry.After.Word("message")?.TrimEnd('.')}",
        "registry.restored" => $"The registry was restored from the backup of {entry.After.Word("backupAt")}, whose trail ended with event {entry.After.Number("seq")}",
        _ => $"{entry.Actor} {AuditSentence.Plain(entry.Action)}",
    };

    private static string Account(AuditEntry entry) =>
        entry.After.Word("email") ?? entry.After.Word("user") ?? entry.Before.Word("email") ?? "of somebody";

    private static string Edited(AuditEntry entry) => (entry.Before.Flag("active"), entry.After.Flag("active")) switch
    {
        (true, false) => "disabled",
        (false, true) => "enabled",
        _ => entry.Reason is null ? "changed" : "reset",
    };

    private static string Refused(AuditEntry entry, string what, string happened)
    {
        var from = entry.After.Word("address") is { } address ? $" from {address}" : "";
        return entry.After.Number("more") is { } more ? $"{Count(more, $"more {what}")}{from} {happened} within a minute" : $"One {what}{from} {happened}";
    }

    private static string Roles(string lead, JsonElement? account, string none = "") =>
        account.Words("roles") is { Count: > 0 } roles ? lead + string.Join(", ", roles) : none;
}
