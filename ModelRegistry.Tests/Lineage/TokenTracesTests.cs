using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Lineage;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Runs;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Lineage;

/// <summary>What a token touched, page by page, for whoever may ask.</summary>
public sealed class TokenTracesTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    [Fact]
    public async Task What_it_registered_and_changed_is_listed_and_what_others_did_is_not()
    {
        var (first, second, other) = (await staff.AModelAsync(), await staff.AModelAsync(), await staff.AModelAsync());
        var (token, id) = await TokenAsync();
        await staff.Registry.ASealedVersionAsync(token, first);
        await staff.Registry.APendingVersionAsync(token, second);
        await staff.Registry.APendingVersionAsync(token, second);
        await staff.Get<ModelWorkflow>().EditAsync(second, new ModelEdit(Description: "Changed"), token, default);
        await staff.Registry.ASealedVersionAsync(staff.Scientist, other);
        var experiment = await staff.Get<ExperimentWorkflow>().CreateAsync(new NewExperiment($"of {first}"), staff.Scientist, default);
        var run = await staff.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.IdText, Name: "night"), token, default);

        var things = await AllAsync(id, staff.Scientist);

        Assert.Equal(new[] { $"{first} 1", $"{second} ", $"{second} 1", $"{second} 2", run.Id }.Order(), things.Select(Name).Order());
        var told = things.Single(thing => thing.Model == first);
        Assert.Contains(told.Acts, act => act is { Action: "version.created", Count: 1 });
        Assert.Contains(told.Acts, act => act is { Action: "version.sealed", Count: 1 });
        Assert.Equal(("night", experiment.Id), (things[^1].RunName, things[^1].Experiment!.Value));
        Assert.Equal(things.Select(Name), (await AllAsync(id, staff.Scientist, size: 1)).Select(Name));
        Assert.Equal(things.Select(Name), (await AllAsync(id, staff.Scientist, size: 2)).Select(Name));
    }

    [Fact]
    public async Task It_is_told_after_the_token_was_revoked_and_to_nobody_whose_it_is_not()
    {
        var model = await staff.AModelAsync();
        var (token, id) = await TokenAsync();
        await staff.Registry.APendingVersionAsync(token, model);

        await staff.Get<AccessTokens>().RevokeAsync(id, "It was in a log.", staff.Admin, default);

        Assert.Equal(model, Assert.Single(await AllAsync(id, staff.Scientist)).Model);
        Assert.Equal(model, Assert.Single(await AllAsync(id, staff.Admin)).Model);
        Assert.NotNull((await staff.Get<AccessTokens>().GetAsync(id, staff.Admin, default)).RevokedAt);
        await Refused.ByAsync("token_not_found", () => AllAsync(id, staff.OtherScientist));
        await Refused.ByAsync("token_not_found", () => staff.Get<AccessTokens>().GetAsync(id, staff.OtherScientist, default));
        await Refused.ByAsync("scope_missing", () => AllAsync(id, token));
        Assert.Equal("It was in a log.", (await staff.EventsAsync()).First(entry => entry.Action == "token.revoked").Reason);
    }

    [Fact]
    public async Task Of_a_model_that_its_owner_sees_no_more_nothing_is_told()
    {
        var model = await staff.AModelAsync();
        var (token, id) = await TokenAsync(staff.OtherScientist);
        await staff.Registry.APendingVersionAsync(token, model);
        Assert.Single(await AllAsync(id, staff.OtherScientist));

        await staff.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), staff.Scientist, default);

        Assert.Empty(await AllAsync(id, staff.OtherScientist));
        Assert.Single(await AllAsync(id, staff.Admin));
    }

    private async Task<(Actor Actor, Guid Id)> TokenAsync(Actor? owner = null)
    {
        var made = await staff.Get<AccessTokens>().CreateAsync(new NewToken("leaked", Scopes.All), owner ?? staff.Scientist, default);
        return ((await staff.Get<TokenActors>().ActorAsync(made.Token, Door.Api, null, default))!, made.Id);
    }

    private static string Name(TouchedThing thing) => thing.Run ?? $"{thing.Model} {thing.Version}";

    private async Task<IReadOnlyList<TouchedThing>> AllAsync(Guid id, Actor actor, int? size = null)
    {
        List<TouchedThing> all = [];
        string? next = null;
        do
        {
            var page = await staff.Get<TokenTraces>().OfAsync(id, size, next, actor, default);
            Assert.True(size is null || page.Items.Count <= size);
            all.AddRange(page.Items);
            next = page.NextPageToken;
        }
        while (next is not null);
        return all;
    }
}
