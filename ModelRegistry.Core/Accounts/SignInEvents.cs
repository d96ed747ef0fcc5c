using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Accounts;

[Event(EventSubject.Access, "session.signed_in", "Signed in", Harmless = true)]
public sealed record SignedIn(SignedIn.From After) : RegistryEvent
{
    /// <param name="Address">Where from.</param>
    /// <param name="Way">By what; null: by the password alone.</param>
    public sealed record From(string? Address, SignInWay? Way = null);
}

[Event(EventSubject.Access, "session.signed_out", "Signed out", Harmless = true)]
public sealed record SignedOut : RegistryEvent;

/// <summary>By the person who acts, in a session of theirs: it is still them.</summary>
[Event(EventSubject.Access, "session.proved", "Proved who it is")]
public sealed record SessionProved : AccountEvent;

/// <summary>The first of an address and minute, or how many more there were of them.</summary>
[Event(EventSubject.Access, "sign_in.failed", "Sign-in failed", Harmless = true)]
public sealed record SignInFailed(SignInFailed.Attempt After) : RegistryEvent
{
    public sealed record Attempt(string? Address, int? More = null, DateTimeOffset? Minute = null);
}

/// <summary>The first of an address and minute, or how many more there were of them.</summary>
[Event(EventSubject.Access, "access.unauthenticated", "Anonymous call refused", Harmless = true)]
public sealed record CallUnauthenticated(CallUnauthenticated.Call After) : RegistryEvent
{
    public sealed record Call(string? Address, string? Method = null, string? Path = null, int? More = null, DateTimeOffset? Minute = null);
}

/// <summary>Something happened to an access token.</summary>
public abstract record TokenEvent(string? Reason = null) : RegistryEvent(Reason: Reason);

[Event(EventSubject.Access, "token.created", "Access token made")]
public sealed record TokenCreated(TokenView After) : TokenEvent;

/// <summary>Another token in the place of one, which goes on for a while.</summary>
[Event(EventSubject.Access, "token.rotated", "Access token replaced")]
public sealed record TokenRotated(TokenRotated.Replaced Before, TokenView After) : TokenEvent
{
    /// <param name="Id">Which.</param>
    /// <param name="Name">What both are called.</param>
    /// <param name="Until">When it ends.</param>
    public sealed record Replaced(Guid Id, string Name, DateTimeOffset Until);
}

[Event(EventSubject.Access, "token.revoked", "Access token revoked")]
public sealed record TokenRevoked(TokenRevoked.Token Before, string? Reason = null) : TokenEvent(Reason)
{
    public sealed record Token(Guid Id, string Name);
}
