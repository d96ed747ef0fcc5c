using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Consumers;

/// <summary>What a serving host is told is kept in memory, and never told again once something else was acknowledged.</summary>
public sealed class SlotResolutionTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    private const string Slot = "production";
    private const int Moves = 200;

    private SlotResolution Resolution => staff.Get<SlotResolution>();

    [Fact]
    public async Task No_answer_is_from_before_a_move_that_was_acknowledged()
    {
        var (model, host) = await AModelInProductionAsync();
        using var stop = new CancellationTokenSource();
        var others = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Resolution.ResolveAsync(model, Slot, host, default); // keeps an answer as soon as one is old
            }
        })).ToList();

        for (var i = 1; i <= Moves; i++)
        {
            var version = (i % 2) + 1;
            await staff.Registry.PutAsync(staff.Scientist, model, Slot, version);
            Assert.Equal((i, version), (i, (await Resolution.ResolveAsync(model, Slot, host, default)).Version));
        }

        await stop.CancelAsync();
        await Task.WhenAll(others);
    }

    [Fact]
    public async Task An_emptied_slot_is_empty_for_who_was_just_told_a_version()
    {
        var (model, host) = await AModelInProductionAsync();
        await Resolution.ResolveAsync(model, Slot, host, default);

        await staff.Registry.PutAsync(staff.Scientist, model, Slot, null);

        await Refused.ByAsync("slot_empty", () => Resolution.ResolveAsync(model, Slot, host, default));
    }

    [Fact]
    public async Task A_model_that_becomes_restricted_is_not_there_for_who_was_just_told_a_version()
    {
        var (model, host) = await AModelInProductionAsync();
        await Resolution.ResolveAsync(model, Slot, host, default);

        await staff.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), staff.Scientist, default);

        await Refused.ByAsync("model_not_found", () => Resolution.ResolveAsync(model, Slot, host, default));
    }

    [Fact]
    public async Task Another_tokens_answer_is_nobody_elses()
    {
        var (model, host) = await AModelInProductionAsync();
        await Resolution.ResolveAsync(model, Slot, host, default);

        var without = host with { Token = new TokenGrant(Guid.NewGuid(), new HashSet<string> { Scopes.Log }, null) };

        await Refused.ByAsync("scope_missing", () => Resolution.ResolveAsync(model, Slot, without, default));
    }

    [Theory]
    [InlineData("revoked")]
    [InlineData("disabled")]
    [InlineData("without a role")]
    public async Task A_token_that_was_just_used_ends_with_what_it_stands_on(string end)
    {
        var owner = (await staff.Get<People>()
            .CreateAsync(new NewUser($"host-{Guid.NewGuid():n}@example.test", Roles: [Roles.Viewer]), staff.Admin, default)).User;
        var actor = new Actor(owner.Id, owner.Email, Door.Api, new HashSet<string> { Roles.Viewer });
        var token = await staff.Get<AccessTokens>().CreateAsync(new NewToken("host", [Scopes.Resolve]), actor, default);
        Assert.Equal([Roles.Viewer], (await SpeaksForAsync(token))!.Roles);

        await (end switch
        {
            "revoked" => staff.Get<AccessTokens>().RevokeAsync(token.Id, null, actor, default),
            "disabled" => staff.Get<People>().EditAsync(owner.Id, new UserEdit(Disabled: true), staff.Admin, default),
            _ => staff.Get<People>().SetRolesAsync(owner.Id, [], staff.Admin, default),
        });

        Assert.Empty((await SpeaksForAsync(token))?.Roles ?? new HashSet<string>());
    }

    private Task<Actor?> SpeaksForAsync(CreatedToken token) => staff.Get<TokenActors>().ActorAsync(token.Token, Door.Api, null, default);

    private async Task<(string Model, Actor Host)> AModelInProductionAsync()
    {
        var model = await staff.AModelAsync();
        await staff.Registry.ASealedVersionAsync(staff.Scientist, model, content: "one");
        await staff.Registry.ASealedVersionAsync(staff.Scientist, model, content: "two");
        await staff.Registry.PutAsync(staff.Scientist, model, Slot, 1);
        var token = await staff.Get<AccessTokens>().CreateAsync(new NewToken("host", [Scopes.Resolve]), staff.Viewer, default);
        return (model, (await SpeaksForAsync(token))!);
    }
}
