using ModelRegistry.Core.Access;
using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Accounts;

/// <summary>Tells what happened to accounts, sessions and access tokens, and who was refused.</summary>
internal static class PeopleSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<UserCreated>((entry, made) => Plainly($"{entry.Actor} made the account {made.After.Email}{Roles(" as ", made.After)}"))
        .Say<UserEdited>((entry, edited) => Plainly($"{entry.Actor} {Edited(edited)} the account {edited.After.Email}"))
        .Say<UserRolesChanged>((entry, changed) =>
            Plainly($"{entry.Actor} set the roles of {changed.After.Email}{Roles(" to ", changed.After, none: " to none")}"))
        .Say<PasswordChanged>((entry, _) => Plainly($"{entry.Actor} changed their password"))
        .Say<InvitationAccepted>((_, accepted) => Plainly($"{accepted.After.User} accepted the invitation"))
        .Say<UserLocked>((_, locked) => Plainly($"The account {locked.After.User} was locked for a few minutes after too many failed sign-ins"))
        .Say<SignedIn>((entry, signedIn) => Plainly($"{entry.Actor} signed in{By(signedIn.After.Way)}"))
        .Say<SessionProved>((entry, _) => Plainly($"{entry.Actor} proved once more who it is"))
        .Say<SignedOut>((entry, _) => Plainly($"{entry.Actor} signed out"))
        .Say<SessionsEnded>((entry, ended) => Plainly(ended.Before.User == entry.Actor
            ? $"{entry.Actor} signed out {Count(ended.Before.Count, "other browser")}"
            : $"{entry.Actor} signed {ended.Before.User} out of {Count(ended.Before.Count, "browser")}"))
        .Say<TokenCreated>((entry, made) => Plainly($"{entry.Actor} made the access token '{made.After.Name}'"))
        .Say<TokenRotated>((entry, rotated) => Plainly($"{entry.Actor} replaced the access token '{rotated.After.Name}' by another"))
        .Say<TokenRevoked>((entry, revoked) => Plainly($"{entry.Actor} revoked the access token '{revoked.Before.Name}'"))
        .Say<SignInFailed>((_, failed) => Refused(failed.After.Address, failed.After.More, "sign-in", "failed"))
        .Say<CallUnauthenticated>((_, refused) => Refused(refused.After.Address, refused.After.More, "anonymous call", "came to nothing"))
        .Say<PermissionRefused>((entry, refused) => Plainly(
            $"{entry.Actor} was refused{(refused.After.More is { } more ? $" {Count(more, "more time")}" : "")}: {refused.After.Message.TrimEnd('.')}"));

    private static string By(SignInWay? way) => way switch
    {
        SignInWay.Authenticator => " with a code of their app",
        SignInWay.RecoveryCode => " with a recovery code",
        SignInWay.Passkey => " with a passkey",
        SignInWay.Provider => " through a provider of identities",
        _ => "",
    };

    private static string Edited(UserEdited edited) => (edited.Before.Active, edited.After.Active) switch
    {
        (true, false) => "disabled",
        (false, true) => "enabled",
        _ when edited.Reason is not null => "reset",
        _ when edited.Before.ExternalId is null && edited.After.ExternalId is not null => "let a directory keep",
        _ => "changed",
    };

    private static AuditSentence Refused(string? address, int? more, string what, string happened)
    {
        var from = address is null ? "" : $" from {address}";
        return Plainly(more is { } count ? $"{Count(count, $"more {what}")}{from} {happened} within a minute" : $"One {what}{from} {happened}");
    }

    private static string Roles(string lead, UserView account, string none = "") => account.Roles.Count > 0 ? lead + string.Join(", ", account.Roles) : none;
}
