using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

/// <summary>What proves who calls.</summary>
public enum Proof
{
    Cookie,
    Password,
    Token,
    Page,
}

/// <summary>What somebody loses while a call is under way.</summary>
public enum Loss
{
    None,
    Roles,
    Account,
    Session,
    Password,
    Token,
}

/// <summary>The world of <see cref="PermissionTests"/>, and two people in it who lose and get back what they have.</summary>
public sealed class LostRightsWorld(RegistryApp app) : IAsyncLifetime
{
    // Rights that a scope opens, of which the table has no token.
    private static readonly string[] AlsoOpenToTokens = ["/rollback", "/quarantine"];

    private readonly PermissionWorld _world = new(app);
    private Actor _staff = null!;

    public static bool IsOpenToTokens(PermissionRow row) =>
        (row.Allowed & Who.Tokens) != 0 || AlsoOpenToTokens.Any(end => row.Pattern.EndsWith(end, StringComparison.Ordinal));

    public static IEnumerable<Loss> LossesOf(Proof proof) => proof switch
    {
        Proof.Password => [Loss.Roles, Loss.Account, Loss.Password],
        Proof.Token => [Loss.Roles, Loss.Account, Loss.Token],
        _ => [Loss.Roles, Loss.Account, Loss.Session],
    };

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _staff = await app.PersonAsync("staff", [.. Roles.All]);
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    public Task<(string Address, string? Body)> CallAsync(PermissionRow row) =>
        row.Pattern == PermissionTable.StandIn ? _world.StandInAsync(row, PersonFor(row)) : _world.CallAsync(row);

    /// <summary>Whoever registered the versions, where that is what it takes; else somebody with every role who did not.</summary>
    public Actor PersonFor(PermissionRow row) => row.Allowed.HasFlag(Who.Scientist) ? _world.Registrant : _staff;

    public async Task<Means> MeansAsync(PermissionRow row, Actor person, Proof proof)
    {
        var session = proof is Proof.Cookie or Proof.Page ? await app.Get<Sessions>().StartAsync(person with { Door = Door.Browser }, default) : (Guid?)null;
        var scopes = PermissionTable.IsScim(row) ? [Scopes.Provision] : Scopes.All;
        var token = proof == Proof.Token ? await app.Get<AccessTokens>().CreateAsync(new NewToken("held", scopes), person, default) : null;
        var header = proof switch
        {
            Proof.Cookie => $"Cookie: {app.CookieOf(person, session!.Value)}\r\n",
            Proof.Token => $"Authorization: Bearer {token!.Token}\r\n",
            Proof.Password => $"Authorization: Basic {RawHttp.Credentials(person)}\r\n",
            _ => "",
        };
        return new Means(app, person, header, session, token?.Id);
    }

    /// <summary>Where the model lies now.</summary>
    public Task MoveAsync(string collection) =>
        app.Get<ModelWorkflow>().EditAsync(_world.Model, new ModelEdit(Collection: collection), Actor.System, default);

    /// <summary>A collection of its own.</summary>
    public async Task<string> CollectionAsync() =>
        (await app.Get<CollectionWorkflow>().CreateAsync(new NewCollection(RegistryApp.NewName("held")), Actor.System, default)).Path;

    /// <summary>A token of that person for what lies in the collection.</summary>
    public async Task<string> TokenOfAsync(Actor person, string collection) => (await app.Get<AccessTokens>().CreateAsync(
        new NewToken("held", Scopes.All, Collections: [collection]), person, default)).Token;

    public async Task<long> HeadAsync()
    {
        await using var db = app.Get<IDbContextFactory<RegistryDbContext>>().CreateDbContext();
        return await db.AuditHeads.Select(head => head.Seq).SingleAsync();
    }

    public async Task<IReadOnlyList<string>> EventsOfAsync(Actor person, long after)
    {
        await using var db = app.Get<IDbContextFactory<RegistryDbContext>>().CreateDbContext();
        return await db.AuditEvents.Where(audit => audit.Seq > after && audit.ActorId == person.UserId).Select(audit => audit.Action).ToListAsync();
    }
}

/// <summary>How somebody comes in, how that ends, and how they get it back when it is disposed.</summary>
public sealed class Means(RegistryApp app, Actor person, string header, Guid? session, Guid? token) : IAsyncDisposable
{
    private const string OtherPassword = "five other quiet words here";

    private Loss _lost;

    public Actor Person => person;

    public string Header => header;

    public Guid? Session => session;

    public async Task LoseAsync(Loss loss)
    {
        _lost = loss;
        await (loss switch
        {
            Loss.Roles => app.Get<People>().SetRolesAsync(person.UserId!.Value, [], Actor.System, default),
            Loss.Account => app.Get<People>().EditAsync(person.UserId!.Value, new UserEdit(Disabled: true), Actor.System, default),
            Loss.Session => app.Get<Sessions>().EndAsync(session!.Value, person, default),
            Loss.Token => app.Get<AccessTokens>().RevokeAsync(token!.Value, null, person, default),
            Loss.Password => app.Get<Passwords>().ChangeAsync(person, null, Given.Password, OtherPassword, default),
            _ => Task.CompletedTask,
        });
    }

    public async ValueTask DisposeAsync() => await (_lost switch
    {
        Loss.Roles => app.Get<People>().SetRolesAsync(person.UserId!.Value, [.. person.Roles], Actor.System, default),
        Loss.Account => app.Get<People>().EditAsync(person.UserId!.Value, new UserEdit(Disabled: false), Actor.System, default),
        Loss.Password => app.Get<Passwords>().ChangeAsync(person, null, OtherPassword, Given.Password, default),
        _ => Task.CompletedTask,
    });
}
