using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Accounts;

/// <summary>Something happened to an account, or to what people may do by their teams and grants.</summary>
public abstract record AccountEvent(string? Reason = null, ModelRef? Model = null) : RegistryEvent(Model, Reason: Reason);

[Event(EventSubject.People, "user.created", "Account made", Checkpointed = true)]
public sealed record UserCreated(UserView After) : AccountEvent;

[Event(EventSubject.People, "user.edited", "Account changed", Checkpointed = true)]
public sealed record UserEdited(UserView Before, UserView After, string? Reason) : AccountEvent(Reason);

[Event(EventSubject.People, "user.roles_changed", "Roles changed", Checkpointed = true)]
public sealed record UserRolesChanged(UserView Before, UserView After) : AccountEvent;

[Event(EventSubject.People, "user.invitation_accepted", "Invitation accepted")]
public sealed record InvitationAccepted(InvitationAccepted.Account After) : AccountEvent
{
    public sealed record Account(string User);
}

/// <summary>By the person who acts.</summary>
[Event(EventSubject.People, "user.password_changed", "Password changed")]
public sealed record PasswordChanged : AccountEvent;

/// <summary>By the person themselves, elsewhere, or by an admin.</summary>
[Event(EventSubject.People, "user.sessions_ended", "Signed out elsewhere")]
public sealed record SessionsEnded(SessionsEnded.Of Before) : AccountEvent
{
    /// <param name="User">Whose.</param>
    /// <param name="Count">How many browsers.</param>
    public sealed record Of(string User, int Count);
}

[Event(EventSubject.People, "user.locked", "Account locked")]
public sealed record UserLocked(UserLocked.Lock After) : AccountEvent
{
    public sealed record Lock(string User, DateTimeOffset? Until);
}
