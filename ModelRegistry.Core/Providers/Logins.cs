using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Providers;

/// <summary>Connects accounts with identities of providers.</summary>
internal static class Logins
{
    public static async Task<ExternalLogin> AddAsync(RegistryTransaction transaction, ProviderRules rules, KnownPerson person, RegistryUser user, string? why,
        CancellationToken ct)
    {
        var db = transaction.Db;
        var key = ExternalLogin.KeyOf(rules.Name, person.Issuer, person.Subject);
        if (db.ExternalLogins.Local.FirstOrDefault(found => found.KeyHash == key) is { } added)
        {
            return added;
        }

        if (await db.ExternalLogins.AnyAsync(found => found.PersonId == user.Id && found.Provider == rules.Name, ct))
        {
            throw RegistryException.Conflict("provider_connected",
                $"This account is connected with another identity at {rules.DisplayName} already. Disconnect that one first.");
        }

        var login = new ExternalLogin(Guid.CreateVersion7(transaction.Now))
        {
            PersonId = user.Id,
            Provider = rules.Name,
            Issuer = Text.Check("issuer", person.Issuer, ExternalLogin.IssuerMaxLength, required: true),
            Subject = Text.Check("subject", person.Subject, ExternalLogin.SubjectMaxLength, required: true),
            KeyHash = key,
            CreatedAt = transaction.Now,
        };
        db.ExternalLogins.Add(login);
        transaction.Record(new LoginLinked(Of(login, user), why));
        await db.SaveChangesAsync(ct);
        return login;
    }

    public static LoginLinked.Login Of(ExternalLogin login, RegistryUser user) => new(user.Email!, login.Provider, login.Issuer, login.Subject);
}
