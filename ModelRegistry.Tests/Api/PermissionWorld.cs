using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Provisioning;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.StandIns;
using ModelRegistry.Core.Versions;
using ModelRegistry.Core.Views;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

/// <summary>One of each principal, and a model for them to reach for.</summary>
public sealed class PermissionWorld(RegistryApp app) : IAsyncLifetime
{
    private readonly Dictionary<Who, Func<HttpClient>> _clients = [];
    private readonly Dictionary<Who, Guid> _people = [];
    private Actor _scientist = null!;
    private PermissionRequests _requests = null!;
    private PermissionRetirement _retirement = null!;
    private Guid _target;
    private int _pending;

    /// <summary>Registered every version that a row is about.</summary>
    public Actor Registrant => _scientist;

    public string Model { get; } = RegistryApp.NewName("permissions");

    /// <summary>What the model was called before.</summary>
    public string FormerName { get; } = RegistryApp.NewName("former");

    public async Task InitializeAsync()
    {
        await AddPeopleAsync();
        await AddTokensAsync();
    }

    public async Task DisposeAsync()
    {
        var chain = app.Get<ChainVerification>();
        if ((await chain.UnacknowledgedAsync(Actor.System, default)).Count > 0)
        {
            await chain.AcknowledgeAsync("Made by a test.", Actor.System, default); // other tests verify this chain
        }
    }

    /// <summary>A fresh client each time: principals that fail would else run into the limit of failed credentials per address.</summary>
    public HttpClient ClientOf(Who who) => _clients[who]();

    /// <summary>By whom the events of a principal that is a person are.</summary>
    public Guid IdOf(Who person) => _people[person];

    /// <summary>The address and the body of a call of a row, on things that it may use up.</summary>
    public async Task<(string Address, string? Body)> CallAsync(PermissionRow row)
    {
        if (PermissionTable.IsScim(row))
        {
            return await ScimAsync(row);
        }

        if (PermissionTable.IsMlflow(row))
        {
            return await MlflowAsync(row);
        }

        if (PermissionGrants.Concerns(row))
        {
            return await new PermissionGrants(app, Model).CallAsync(row);
        }

        if (row.Pattern.Contains("/stand-in", StringComparison.Ordinal))
        {
            return await StandInAsync(row, new Actor(_people[Who.Reviewer], "reviewer", Door.Api, new HashSet<string> { Roles.Reviewer }));
        }

        if (PermissionRetirement.Concerns(row))
        {
            return (await _retirement.AddressAsync(row), row.Body);
        }

        if (row.Pattern.Contains("/card", StringComparison.Ordinal))
        {
            return await CardAsync(row);
        }

        if (row.Pattern.Contains("/datasets/", StringComparison.Ordinal))
        {
            return await DatasetAsync(row);
        }

        var address = await AddressAsync(row);
        var body = row.Body?.Replace("{new}", RegistryApp.NewName("new"), StringComparison.Ordinal).Replace("{model}", Model, StringComparison.Ordinal);
        if (!row.Pattern.Contains("{id:long}", StringComparison.Ordinal) && !row.Pattern.EndsWith("/requests", StringComparison.Ordinal))
        {
            return (address, body);
        }

        var target = await _requests.ForAsync(row);
        return (address.Replace("{id:long}", $"{target.Id}", StringComparison.Ordinal)
            .Replace("{review:int}", "1", StringComparison.Ordinal).Replace("{comment:long}", $"{target.Comment}", StringComparison.Ordinal),
            body?.Replace("{subject}", target.Subject, StringComparison.Ordinal).Replace("{version}", $"{target.Version}", StringComparison.Ordinal));
    }

    /// <summary>MLflow's calls name in query and body what others name in the address.</summary>
    private async Task<(string Address, string? Body)> MlflowAsync(PermissionRow row)
    {
        var body = row.Body?.Replace("{model}", Model, StringComparison.Ordinal).Replace("{new}", RegistryApp.NewName("new"), StringComparison.Ordinal);
        if (body?.Contains("{going", StringComparison.Ordinal) == true)
        {
            var version = await app.APendingVersionAsync(_scientist, Model);
            body = body.Replace("{going version}", $"{version.Number}", StringComparison.Ordinal)
                .Replace("{going model}", await _retirement.ModelAsync(""), StringComparison.Ordinal);
        }

        var address = $"{row.Pattern}?{row.Query?.Replace("{model}", Model, StringComparison.Ordinal)}".TrimEnd('?');
        var tracking = new PermissionTracking(app, _scientist);
        return ((await tracking.FillAsync(address))!, PermissionTable.IsTracking(row) ? await tracking.FillAsync(body) : body);
    }

    /// <summary>A person and a team of a directory, for the call alone.</summary>
    private async Task<(string Address, string? Body)> ScimAsync(PermissionRow row)
    {
        var id = row.Pattern.Contains("/Users/", StringComparison.Ordinal) ? $"{(await app.PersonAsync("provisioned")).UserId}"
            : row.Pattern.Contains("/Groups/", StringComparison.Ordinal)
                ? $"{(await app.Get<ProvisioningWorkflow>().CreateTeamAsync(new TeamWish(RegistryApp.NewName("provisioned")), Actor.System, default)).Id}"
            : row.Pattern.Contains("/Schemas/", StringComparison.Ordinal) ? "urn:ietf:params:scim:schemas:core:2.0:User" : "User";
        return (row.Pattern.Replace("{id}", id, StringComparison.Ordinal), row.Body?.Replace("{new}", RegistryApp.NewName("new"), StringComparison.Ordinal));
    }

    /// <summary>A version that used a data set of its own.</summary>
    private async Task<(string Address, string? Body)> DatasetAsync(PermissionRow row)
    {
        var digest = RegistryApp.NewName("digest");
        var version = await app.ASealedVersionAsync(
            _scientist, Model, new NewVersion(Dataset: new VersionDataset("claims", digest)), RegistryApp.NewName("weights"));
        return ($"{row.Pattern}{(row.Body is null ? $"?digest={digest}" : "")}", row.Body?.Replace("{dataset}", digest, StringComparison.Ordinal)
            .Replace("{model}", Model, StringComparison.Ordinal).Replace("{version}", $"{version.Number}", StringComparison.Ordinal));
    }

    /// <summary>Of that person.</summary>
    public async Task<(string Address, string? Body)> StandInAsync(PermissionRow row, Actor person)
    {
        var other = await app.PersonAsync(RegistryApp.NewName("stand-in"), Roles.Reviewer);
        var until = app.Get<TimeProvider>().GetUtcNow().AddDays(1);
        var named = await app.Get<StandInWorkflow>().NameAsync(new NewStandIn(other.Name, until), person, default);
        return (row.Pattern.Replace("{id:guid}", $"{named.Id}", StringComparison.Ordinal),
            row.Body?.Replace("{reviewer}", other.Name, StringComparison.Ordinal));
    }

    /// <summary>A card that nobody approved, by its owner.</summary>
    private async Task<(string Address, string? Body)> CardAsync(PermissionRow row)
    {
        var cards = app.Get<CardWorkflow>();
        var card = await cards.WriteAsync(Model, new CardEdit(RegistryApp.NewName("card")), Actor.System, default);
        if (row.Pattern.EndsWith("/approve", StringComparison.Ordinal))
        {
            // What other rows wrote before is approved, so that nobody is an author of the one that follows.
            await cards.ApproveAsync(Model, card.Version, await app.PersonAsync("card.reviewer", Roles.Reviewer), default);
            card = await cards.WriteAsync(Model, new CardEdit(RegistryApp.NewName("card")), Actor.System, default);
        }

        return (row.Pattern.Replace("{name}", Model, StringComparison.Ordinal).Replace("{number:int}", $"{card.Version}", StringComparison.Ordinal),
            row.Body?.Replace("{new}", RegistryApp.NewName("new"), StringComparison.Ordinal).Replace("{card}", $"{card.Version}", StringComparison.Ordinal));
    }

    /// <summary>The address of a row. Only what a call uses up is made for it alone: a version to seal, a token to revoke.</summary>
    private async Task<string> AddressAsync(PermissionRow row)
    {
        var version = await VersionAsync(row.Pattern);
        var id = row.Pattern.Contains("/tokens/", StringComparison.Ordinal) ? await TokenIdAsync()
            : row.Pattern.Contains("/views/", StringComparison.Ordinal) ? await ViewIdAsync()
            : row.Pattern.EndsWith("/second-factor", StringComparison.Ordinal) ? await WithSecondFactorAsync() : _target;
        var address = row.Pattern.Replace("{name}", Model, StringComparison.Ordinal).Replace("{version}", $"{version}", StringComparison.Ordinal)
            .Replace("{metric}", "accuracy", StringComparison.Ordinal).Replace("{**path}", "model/model.pkl", StringComparison.Ordinal)
            .Replace("{id:guid}", $"{id}", StringComparison.Ordinal).Replace("{stage}", "staging", StringComparison.Ordinal)
            .Replace("{slot}", "champion", StringComparison.Ordinal).Replace("{alias}", await AliasAsync(row), StringComparison.Ordinal);
        await AddOwnStagesAsync(row);
        await AddPastAsync(row);
        await AddFaultAsync(row);
        return address == "/api/v1/compare" ? $"{address}?versions={Model}:1,{Model}:2"
            : address.EndsWith("/compare", StringComparison.Ordinal) ? address + "?versions=1,2" : address;
    }

    private async Task<Guid> WithSecondFactorAsync()
    {
        var person = await app.PersonAsync("careful", Roles.Viewer);
        await Authenticator.OfAsync(app, person);
        return person.UserId!.Value;
    }

    private async Task<Guid> ViewIdAsync() =>
        (await app.Get<ViewWorkflow>().SaveAsync(new NewView(RegistryApp.NewName("view"), "models"), _scientist, default)).Id;

    private async Task<int> VersionAsync(string pattern) => pattern[(pattern.LastIndexOf('/') + 1)..] switch
    {
        "seal" => await PendingAsync(),
        "verify" => 1,
        "quarantine" => (await app.ASealedVersionAsync(_scientist, Model, content: RegistryApp.NewName("weights"))).Number,
        "release" => await QuarantinedAsync(),
        _ => _pending,
    };

    private async Task<int> QuarantinedAsync()
    {
        var version = await app.ASealedVersionAsync(_scientist, Model, content: RegistryApp.NewName("weights"));
        return (await app.Get<QuarantineWorkflow>().SetAsync(Model, $"{version.Number}", "For a test.", Actor.System, default)).Version;
    }

    private async Task<string> AliasAsync(PermissionRow row)
    {
        if (row is not { Method: "DELETE", Pattern: var pattern } || !pattern.Contains("{alias}", StringComparison.Ordinal))
        {
            return "candidate";
        }

        await app.Get<AliasWorkflow>().SetAsync(Model, "going", "1", _scientist, default);
        return "going";
    }

    private async Task AddOwnStagesAsync(PermissionRow row)
    {
        if (row is { Method: "DELETE", Pattern: var pattern } && pattern.EndsWith("/stages", StringComparison.Ordinal))
        {
            await app.Get<StageWorkflow>().SetAsync(Model, ["production", "staging"], Actor.System, default);
        }
    }

    /// <summary>Version 2 in the slot, and 1 to go back to.</summary>
    private async Task AddPastAsync(PermissionRow row)
    {
        foreach (var version in row is { Method: "POST", Pattern: var pattern }
            && pattern.EndsWith("/rollback", StringComparison.Ordinal) ? new[] { "1", "2" } : [])
        {
            await app.Get<AliasWorkflow>().SetAsync(Model, "champion", version, _scientist, default);
        }
    }

    private async Task AddFaultAsync(PermissionRow row)
    {
        if (row.Pattern.EndsWith("/acknowledge", StringComparison.Ordinal))
        {
            await app.Get<RegistryStore>().RecordAsync(Actor.System, new CheckpointsMissed(new(1, "key", ["The file is gone."])), default);
        }
    }

    private async Task AddPeopleAsync()
    {
        _scientist = await PersonAsync(Who.Scientist, Roles.DataScientist);
        var owner = await PersonAsync(Who.Owner, Roles.Viewer);
        _retirement = new PermissionRetirement(app, Model, _scientist, owner);
        await PersonAsync(Who.Viewer, Roles.Viewer);
        await PersonAsync(Who.OtherScientist, Roles.DataScientist);
        await PersonAsync(Who.Reviewer, Roles.Reviewer);
        _requests = new PermissionRequests(app, Model, () => _scientist);
        await PersonAsync(Who.Operator, Roles.Operator);
        await PersonAsync(Who.Emergency, Roles.Emergency);
        var admin = await PersonAsync(Who.Admin, Roles.Admin);
        var directory = await app.TokenAsync(admin, [Scopes.Provision]);
        _clients[Who.ProvisionToken] = () => app.ClientWith(directory);
        await PersonAsync(Who.Auditor, Roles.Auditor);
        await PersonAsync(Who.WithoutRole);
        var disabled = await PersonAsync(Who.Disabled, Roles.Admin);
        await app.Get<People>().EditAsync(disabled.UserId!.Value, new UserEdit(Disabled: true), Actor.System, default);
        _clients[Who.Anonymous] = () => app.Client();

        await app.Get<ModelWorkflow>().CreateAsync(new NewModel(FormerName, Owner: owner.Name), _scientist, default);
        await app.Get<ModelRenames>().RenameAsync(FormerName, Model, null, Actor.System, default);
        await app.ASealedVersionAsync(_scientist, Model);
        await app.ASealedVersionAsync(_scientist, Model, content: "other weights");
        await app.Get<AliasWorkflow>().SetAsync(Model, "champion", "1", _scientist, default);
        _pending = await PendingAsync();
        _target = (await app.PersonAsync("target", Roles.Viewer)).UserId!.Value;
    }

    private async Task AddTokensAsync()
    {
        await TokenAsync(Who.ReadToken, [Scopes.Read]);
        await TokenAsync(Who.RegisterToken, [Scopes.Register]);
        await TokenAsync(Who.LogToken, [Scopes.Log]);
        await TokenAsync(Who.CheckToken, [Scopes.Check]);
        await TokenAsync(Who.PromoteToken, [Scopes.Promote]);
        await TokenAsync(Who.ResolveToken, [Scopes.Resolve]);
        var another = RegistryApp.NewName("another");
        await app.Get<ModelWorkflow>().CreateAsync(new NewModel(another), _scientist, default);
        await TokenAsync(Who.TokenOfAnotherModel, [.. Scopes.All], another);
        await TokensElsewhereAsync();
        var expired = await TokenAsync(Who.ExpiredToken, [.. Scopes.All]);
        await using (var db = app.Get<IDbContextFactory<RegistryDbContext>>().CreateDbContext())
        {
            var past = app.Get<TimeProvider>().GetUtcNow().AddMinutes(-1);
            await db.AccessTokens.Where(token => token.Id == expired).ExecuteUpdateAsync(set => set.SetProperty(token => token.ExpiresAt, past));
        }

        var revoked = await TokenAsync(Who.RevokedToken, [.. Scopes.All]);
        await app.Get<AccessTokens>().RevokeAsync(revoked, null, _scientist, default);
    }

    private async Task<Actor> PersonAsync(Who who, params string[] roles)
    {
        var person = await app.PersonAsync(who.ToString().ToLowerInvariant(), roles);
        var cookie = await app.SessionCookieAsync(person);
        _people[who] = person.UserId!.Value;
        _clients[who] = () => app.ClientWithCookie(cookie);
        return person;
    }

    private Task<Guid> TokenAsync(Who who, string[] scopes, params string[] models) =>
        TokenAsync(who, new NewToken(who.ToString(), scopes, models.Length == 0 ? null : models));

    private async Task<Guid> TokenAsync(Who who, NewToken wanted)
    {
        var token = await app.Get<AccessTokens>().CreateAsync(wanted, _scientist, default);
        _clients[who] = () => app.Client(new AuthenticationHeaderValue("Bearer", token.Token));
        return token.Id;
    }

    private async Task TokensElsewhereAsync()
    {
        var (collections, models) = (app.Get<CollectionWorkflow>(), app.Get<ModelWorkflow>());
        var left = RegistryApp.NewName("left");
        await collections.CreateAsync(new NewCollection(left), Actor.System, default);
        await models.EditAsync(Model, new ModelEdit(Collection: left), Actor.System, default);
        await TokenAsync(Who.TokenOfAnotherCollection, new NewToken("left", Scopes.All, Collections: [left]));
        await models.EditAsync(Model, new ModelEdit(Collection: Collection.Root), Actor.System, default);
        await TokenAsync(Who.TokenOfAnotherNetwork, new NewToken("network", Scopes.All, Networks: ["203.0.113.0/24"]));
    }

    private async Task<Guid> TokenIdAsync() =>
        (await app.Get<AccessTokens>().CreateAsync(new NewToken("target", [Scopes.Read]), _scientist, default)).Id;

    private async Task<int> PendingAsync()
    {
        var version = await app.APendingVersionAsync(_scientist, Model, new NewVersion(Metrics: [new("accuracy", 0.5)]));
        await app.AFileAsync(_scientist, Model, $"{version.Number}", "model/model.pkl", "weights");
        return version.Number;
    }
}
