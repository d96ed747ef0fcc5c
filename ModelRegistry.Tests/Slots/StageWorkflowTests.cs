using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Slots;

/// <summary>Each test has a registry of its own: the server's list is everybody's.</summary>
public sealed class StageWorkflowTests : IAsyncLifetime
{
    private readonly StaffedRegistry _staff = new();

    private StageWorkflow Stages => _staff.Get<StageWorkflow>();

    public Task InitializeAsync() => _staff.InitializeAsync();

    public Task DisposeAsync() => _staff.DisposeAsync();

    [Fact]
    public async Task The_servers_list_is_set_in_order_and_each_new_stage_gets_a_policy()
    {
        var set = await SetAsync(null, "staging", "canary", "production");

        Assert.Equal(["staging", "canary", "production"], set.Stages);
        Assert.Equal(set.Stages, (await Stages.GetAsync(null, _staff.Viewer, default)).Stages);
        var events = await _staff.EventsAsync();
        Assert.Equal(["policy.published", "stages.changed"], events.Take(2).Select(audit => audit.Action));
        Assert.Equal("""{"stages":["staging","production"]}""", events[1].Before!.Value.GetRawText());
        Assert.Equal("""{"stages":["staging","canary","production"]}""", events[1].After!.Value.GetRawText());
        await using var db = _staff.Registry.OpenDatabase();
        Assert.Equal(1, (await db.PolicyVersions.SingleAsync(policy => policy.NormalizedSlot == "CANARY")).Content.RequiredApprovals);
    }

    [Fact]
    public async Task The_same_list_again_leaves_no_event()
    {
        await SetAsync(null, "staging", "production");

        Assert.DoesNotContain(await _staff.EventsAsync(), audit => audit.Action == "stages.changed");
    }

    [Fact]
    public async Task A_model_may_have_stages_of_its_own_and_go_back_to_those_of_the_server()
    {
        var (model, other) = (await _staff.AModelAsync(), await _staff.AModelAsync());

        var set = await SetAsync(model, "shadow", "production");

        Assert.True(set.Own);
        Assert.Equal(["shadow", "production"], (await Stages.GetAsync(model, _staff.Viewer, default)).Stages);
        Assert.Equal(["staging", "production"], (await Stages.GetAsync(other, _staff.Viewer, default)).Stages);
        await using (var db = _staff.Registry.OpenDatabase())
        {
            Assert.NotNull((await db.PolicyVersions.SingleAsync(policy => policy.NormalizedSlot == "SHADOW")).ModelId);
        }

        await Stages.ResetAsync(model, _staff.Admin, default);
        Assert.Equal(new[] { "staging", "production" }, (await Stages.GetAsync(model, _staff.Viewer, default)).Stages);
        await Refused.ByAsync("stages_not_own", () => Stages.ResetAsync(model, _staff.Admin, default));
    }

    [Fact]
    public async Task A_stage_that_holds_a_version_stays()
    {
        var model = await _staff.AModelWithAsync(1);
        await _staff.Registry.PutAsync(_staff.Scientist, model, "staging", 1);

        var refusal = await Refused.ByAsync("stage_occupied", () => SetAsync(null, "production"));
        await Refused.ByAsync("stage_occupied", () => SetAsync(model, "production"));

        Assert.Contains($"'{model}'", refusal.Message, StringComparison.Ordinal);
        await _staff.Registry.PutAsync(_staff.Scientist, model, "staging", null);
        Assert.Equal(["production"], (await SetAsync(null, "production")).Stages);
    }

    [Fact]
    public async Task A_stage_that_a_model_replaced_by_its_own_goes_although_a_slot_is_named_so_there()
    {
        var model = await _staff.AModelWithAsync(1);
        await SetAsync(model, "staging", "live");
        await _staff.Registry.PutAsync(_staff.Scientist, model, "staging", 1);

        Assert.Equal(["production"], (await SetAsync(null, "production")).Stages);
        await Refused.ByAsync("stage_occupied", () => Stages.ResetAsync(model, _staff.Admin, default));
    }

    [Fact]
    public async Task A_stage_that_a_request_asks_for_stays_until_it_is_decided()
    {
        var model = await _staff.AModelWithAsync(1);
        await RequestAsync(model, "staging");

        await Refused.ByAsync("stage_requested", () => SetAsync(null, "production"));
    }

    [Fact]
    public async Task A_name_that_is_an_alias_somewhere_becomes_no_stage()
    {
        var model = await _staff.AModelWithAsync(1);
        await _staff.Get<AliasWorkflow>().SetAsync(model, "canary", "1", _staff.Scientist, default);

        await Refused.ByAsync("stage_name_used", () => SetAsync(null, "staging", "Canary", "production"));
        await Refused.ByAsync("stage_name_used", () => SetAsync(model, "canary"));

        await _staff.Get<AliasWorkflow>().DeleteAsync(model, "canary", _staff.Scientist, default);
        await SetAsync(null, "staging", "Canary", "production");
        await Refused.ByAsync("slot_governed", () => _staff.Get<AliasWorkflow>().SetAsync(model, "canary", "1", _staff.Scientist, default));
    }

    [Theory]
    [InlineData("", "stages_count")]
    [InlineData("a,b,c,d,e,f,g,h,i,j,k", "stages_count")]
    [InlineData("staging,STAGING", "stages_twice")]
    [InlineData("staging,v1", "slot_name_reserved")]
    [InlineData("a b", "slot_name_invalid")]
    [InlineData("staging,ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ", "slot_name_invalid")]
    public async Task A_list_that_is_no_list_of_stages_is_refused(string names, string code)
    {
        var refusal = await Refused.ByAsync(code, () => SetAsync(null, names.Split(',', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Equal((RefusalKind.Invalid, "stages"), (refusal.Kind, refusal.Field));
    }

    [Fact]
    public async Task Only_an_admin_in_person_sets_stages()
    {
        var model = await _staff.AModelAsync();
        var token = await _staff.Registry.ByTokenAsync(_staff.Admin, [.. Scopes.All]);

        await Refused.ByAsync("role_missing", () => Stages.SetAsync(model, ["a"], _staff.Scientist, default));
        await Refused.ByAsync("role_missing", () => Stages.ResetAsync(model, _staff.Scientist, default));
        await Refused.ByAsync("scope_missing", () => Stages.SetAsync(null, ["a"], token, default));
    }

    private Task<StageList> SetAsync(string? model, params string[] names) => Stages.SetAsync(model, names, _staff.Admin, default);

    private Task RequestAsync(string model, string slot) => _staff.Get<RegistryStore>().WriteAsync(_staff.Scientist, async transaction =>
    {
        var db = transaction.Db;
        var found = await db.FindModelAsync(_staff.Scientist, model, default);
        var policy = await db.PolicyVersions.OrderBy(version => version.Id).FirstAsync();
        db.PromotionRequests.Add(new PromotionRequest(1, found.Id, slot, SlotName.Normalize(slot), transaction.Now, TimeSpan.FromDays(30))
        {
            RequestedById = _staff.Scientist.UserId!.Value,
            OpenedUnderId = policy.Id,
        });
        transaction.Record(new TestChanged(found.Ref));
    }, default);
}
