using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Runs;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Access;

/// <summary>Tokens that reach what lies in a collection now, and tokens that are accepted from some networks alone.</summary>
public sealed class TokenLimitTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    private static int _serial;

    [Fact]
    public async Task A_token_for_a_collection_reaches_what_lies_in_it_or_below_at_each_call()
    {
        var (top, below) = await CollectionsAsync();
        var (inside, moved, outside) = (await staff.AModelAsync(), await staff.AModelAsync(), await staff.AModelAsync());
        await MoveAsync(inside, top);
        await MoveAsync(moved, below);
        var secret = await SecretAsync(new NewToken("ci", Scopes.All, Collections: [top.ToUpperInvariant()]));

        Assert.Equal([inside, moved], (await SeesAsync(secret)).Order());
        Assert.Equal(1, (await staff.Registry.APendingVersionAsync(await NowAsync(secret), moved)).Number);

        await MoveAsync(moved, "/");
        await MoveAsync(outside, below);

        Assert.Equal([inside, outside], (await SeesAsync(secret)).Order());
        var token = await NowAsync(secret);
        await Refused.ByAsync("model_not_found", () => staff.Get<ModelQueries>().GetAsync(moved, token, default));
        await Refused.ByAsync("model_not_found", () => staff.Registry.APendingVersionAsync(token, moved));
        Assert.Equal(1, (await staff.Registry.APendingVersionAsync(token, outside)).Number);
        await Refused.ByAsync("token_limited", () => staff.Registry.AModelAsync(token, NewName("new")));
    }

    [Fact]
    public async Task A_collection_that_is_made_below_is_reached_and_one_that_is_deleted_opens_nothing()
    {
        var (top, below) = await CollectionsAsync();
        var model = await staff.AModelAsync();
        var (ofTop, ofBelow) = (await SecretAsync(new NewToken("top", [Scopes.Read], Collections: [top])),
            await SecretAsync(new NewToken("below", [Scopes.Read], Collections: [below])));
        Assert.Empty(await SeesAsync(ofTop));

        await staff.Get<CollectionWorkflow>().CreateAsync(new NewCollection($"{top}/later"), staff.Admin, default);
        await MoveAsync(model, $"{top}/later");
        await staff.Get<CollectionWorkflow>().DeleteAsync(below, staff.Admin, default);

        Assert.Equal([model], await SeesAsync(ofTop));
        Assert.Empty(await SeesAsync(ofBelow));
        Assert.Equal([""], (await ListedAsync("below")).Collections);
    }

    [Fact]
    public async Task With_models_and_collections_it_reaches_the_ones_and_the_others()
    {
        var (top, _) = await CollectionsAsync();
        var (named, inside, other) = (await staff.AModelAsync(), await staff.AModelAsync(), await staff.AModelAsync());
        await MoveAsync(inside, top);

        var seen = await SeesAsync(await SecretAsync(new NewToken("both", [Scopes.Read], [named], Collections: [top])));

        Assert.Equal(new[] { named, inside }.Order(), seen.Order());
        Assert.DoesNotContain(other, seen);
    }

    [Fact]
    public async Task It_moves_nothing_out_of_its_collections_and_sees_none_that_it_could_name()
    {
        var (top, below) = await CollectionsAsync();
        var (other, model) = (await CollectionsAsync(), await staff.AModelAsync());
        await MoveAsync(model, top);
        var token = await NowAsync(await SecretAsync(new NewToken("ci", Scopes.All, Collections: [top])));

        await Refused.ByAsync("token_limited", () => MoveAsync(model, "/", token));
        await Refused.ByAsync("collection_not_found", () => MoveAsync(model, other.Top, token));
        await Refused.ByAsync("token_limited", () => staff.Get<CollectionQueries>().ListAsync(null, null, null, token, default));
        var trail = await NowAsync(
            (await staff.Get<AccessTokens>().CreateAsync(new NewToken("trail", [Scopes.Read], Collections: [top]), staff.Auditor, default)).Token);
        await Refused.ByAsync("token_limited", () => staff.Get<AuditQueries>().ExportAsync(Stream.Null, trail, default));
        await MoveAsync(model, below, token);

        Assert.Equal(below, (await staff.Get<ModelQueries>().GetAsync(model, token, default)).Collection);
    }

    [Fact]
    public async Task Experiments_are_reached_in_the_same_way()
    {
        var (top, _) = await CollectionsAsync();
        var workflow = staff.Get<ExperimentWorkflow>();
        var (inside, outside) = (await workflow.CreateAsync(new NewExperiment(NewName("inside"), Collection: top), staff.Scientist, default),
            await workflow.CreateAsync(new NewExperiment(NewName("outside")), staff.Scientist, default));
        var token = await NowAsync(await SecretAsync(new NewToken("ci", Scopes.All, Collections: [top])));

        var run = await staff.Get<RunWorkflow>().CreateAsync(new NewRun(inside.IdText), token, default);

        Assert.Equal(inside.Id, run.ExperimentId);
        await Refused.ByAsync("experiment_not_found", () => staff.Get<RunWorkflow>().CreateAsync(new NewRun(outside.IdText), token, default));
    }

    [Fact]
    public async Task A_collection_that_its_maker_does_not_see_is_no_limit_and_paths_are_completed_by_what_they_see()
    {
        var (top, below) = await CollectionsAsync();
        await staff.Get<CollectionWorkflow>().EditAsync(below, new CollectionEdit(Restricted: true), staff.Admin, default);

        await Refused.ByAsync("collection_not_found", () => SecretAsync(new NewToken("a", [Scopes.Read], Collections: [below])));
        Assert.Equal([top], await staff.Get<CollectionQueries>().StartingWithAsync(top, 10, staff.Scientist, default));
        Assert.Equal([top, below], await staff.Get<CollectionQueries>().StartingWithAsync(top, 10, staff.Admin, default));
    }

    [Fact]
    public async Task From_another_network_it_is_refused_on_record_with_the_address_that_was_seen()
    {
        var secret = await SecretAsync(new NewToken(NewName("net"), [Scopes.Read], Networks: ["10.20.0.0/16", "2001:db8::/32"]));
        var tokens = staff.Get<TokenActors>();
        Assert.NotNull(await tokens.ActorAsync(secret, Door.Api, "::ffff:10.20.1.2", default));
        Assert.NotNull(await tokens.ActorAsync(secret, Door.Mlflow, "2001:db8::7", default));

        foreach (var (address, shown) in new[] { ("::ffff:10.21.1.2", "10.21.1.2"), ("2001:db9::7", "2001:db9::7"), (null, "an unknown address") })
        {
            var refusal = await Refused.ByAsync(TokenActors.WrongNetwork, () => tokens.ActorAsync(secret, Door.Api, address, default));
            Assert.Contains($"not accepted from {shown}.", refusal.Message, StringComparison.Ordinal);
        }

        var told = (await staff.Get<AuditQueries>().ListAsync(new AuditSearch(Action: "access.refused"), staff.Auditor, default)).Items
            .Where(entry => $"{entry.After}".Contains(TokenActors.WrongNetwork, StringComparison.Ordinal)).ToList();
        Assert.Equal(3, told.Count);
        Assert.All(told, entry => Assert.Equal(staff.Scientist.Name, entry.Actor));
    }

    private static string NewName(string stem) => $"{stem}-{Interlocked.Increment(ref _serial)}-";

    private async Task<(string Top, string Below)> CollectionsAsync()
    {
        var top = NewName("top");
        await staff.Get<CollectionWorkflow>().CreateAsync(new NewCollection($"{top}/below"), staff.Admin, default);
        return (top, $"{top}/below");
    }

    private Task MoveAsync(string model, string collection, Actor? actor = null) =>
        staff.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Collection: collection), actor ?? staff.Scientist, default);

    private async Task<string> SecretAsync(NewToken token) => (await staff.Get<AccessTokens>().CreateAsync(token, staff.Scientist, default)).Token;

    private async Task<Actor> NowAsync(string secret) => (await staff.Get<TokenActors>().ActorAsync(secret, Door.Api, null, default))!;

    private async Task<IEnumerable<string>> SeesAsync(string secret) =>
        (await staff.Get<ModelQueries>().ListAsync(new ModelSearch(PageSize: PageToken.MaxSize), await NowAsync(secret), default)).Items
        .Select(model => model.Name);

    private async Task<TokenView> ListedAsync(string name) =>
        (await staff.Get<AccessTokens>().ListAsync(new TokenSearch(PageSize: PageToken.MaxSize), staff.Scientist, default)).Items
        .Single(token => token.Name == name);
}
