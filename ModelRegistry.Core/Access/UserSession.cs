using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

/// <summary>One signed-in browser. Ended by sign-out, by a password change elsewhere or by an admin; an ended one is dead on every door.</summary>
[GoesByItself]
public sealed class UserSession
{
    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }
}
