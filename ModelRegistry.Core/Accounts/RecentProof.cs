using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Accounts;

/// <summary>
/// Whether it was proved lately, in the session that acts, that it is still its person, and not whoever found it open: by signing in or by being asked
/// again. A proof counts in its own session only.
/// </summary>
public static class RecentProof
{
    /// <summary>The code of the refusal: prove it, then do the same again.</summary>
    public const string Needed = "proof_needed";

    /// <summary>Where a program proves it.</summary>
    public const string Address = "/api/v1/account/proof";

    /// <summary>How long a proof counts.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    public static void Require(Actor actor, DateTimeOffset now, string act)
    {
        if (!actor.IsSystem && !(actor.Session is not null && actor.ProvedAt is { } at && now - at < Lasts))
        {
            throw new RegistryException(RefusalKind.Forbidden, Needed,
                $"Prove once more that it is you before {act}: it is asked for here. In a signed-in session, POST your password or a code of your app as "
                    + $"proof to {Address}, and do the same again within {((int)Lasts.TotalMinutes).Text()} minutes.")
            {
                Details = new Dictionary<string, object?> { ["prove"] = Address },
            };
        }
    }

    /// <summary>The same where an admin asks for it before purging and giving roles.</summary>
    public static async Task RequireWhereDemandedAsync(RegistryTransaction transaction, string act, CancellationToken ct)
    {
        if (await transaction.Db.Roles.AnyAsync(role => role.NeedsProof, ct))
        {
            Require(transaction.Actor, transaction.Now, act);
        }
    }
}
