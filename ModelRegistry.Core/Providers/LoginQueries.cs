using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Providers;

/// <summary>A provider with which one's account is connected.</summary>
public sealed record LoginView(Guid Id, string Provider, string Subject, DateTimeOffset CreatedAt);

/// <summary>Reads with which providers one's own account is connected.</summary>
public sealed class LoginQueries(RegistryStore store)
{
    /// <summary>At most one for each provider, by its name.</summary>
    public Task<List<LoginView>> ListAsync(Actor actor, CancellationToken ct) => store.ReadAsync(actor, db =>
        db.ExternalLogins.Where(login => login.PersonId == actor.UserId).OrderBy(login => login.Provider)
            .Select(login => new LoginView(login.Id, login.Provider, login.Subject, login.CreatedAt)).ToListAsync(ct), ct);
}
