using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Consumers;

public sealed class ConsumerQueriesTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    private const string Slot = "production";

    private ConsumerQueries Queries => staff.Get<ConsumerQueries>();

    [Fact]
    public async Task After_a_move_the_hosts_that_did_not_ask_again_are_behind_and_come_first()
    {
        var model = await AModelAsync();
        var (batch, web) = (await AHostAsync("batch"), await AHostAsync("web"));
        await AskAsync(model, batch.Host, web.Host);
        var told = staff.Registry.Clock.GetUtcNow();

        await staff.Registry.PutAsync(staff.Scientist, model, Slot, 2);
        staff.Registry.Clock.Advance(TimeSpan.FromMinutes(5));
        await AskAsync(model, web.Host);

        var summary = await Queries.SummaryAsync(model, staff.Viewer, default);
        var slot = Assert.Single(summary.Slots);
        Assert.Equal((Slot, 2, 2, 1), (slot.Slot, slot.Version, slot.Hosts, slot.Current));
        Assert.Equal(
            [
                new ConsumerView(Slot, "batch", staff.Viewer.Name, 1, false, told, told),
                new ConsumerView(Slot, "web", staff.Viewer.Name, 2, true, told.AddMinutes(5), told.AddMinutes(5)),
            ],
            summary.Hosts);
    }

    [Fact]
    public async Task The_many_hosts_of_one_slot_that_are_behind_hide_none_of_another()
    {
        var model = await AModelAsync();
        await staff.Registry.PutAsync(staff.Scientist, model, "staging", 1);
        var late = await AHostAsync("late");
        await AskAsync(model, "staging", late.Host);
        for (var i = 0; i < ConsumerQueries.Shown + 1; i++)
        {
            staff.Registry.Clock.Advance(TimeSpan.FromMinutes(1));
            await AskAsync(model, (await AHostAsync($"host-{i}")).Host);
        }

        await staff.Registry.PutAsync(staff.Scientist, model, Slot, 2);
        await staff.Registry.PutAsync(staff.Scientist, model, "staging", 2);

        var summary = await Queries.SummaryAsync(model, staff.Viewer, default);
        Assert.DoesNotContain(summary.Hosts, host => host.Host == "late");
        Assert.Equal([$"host-{ConsumerQueries.Shown}", $"host-{ConsumerQueries.Shown - 1}"], summary.Slots[0].Behind.Select(host => host.Host));
        Assert.Equal(["late"], summary.Slots[1].Behind.Select(host => host.Host));
    }

    [Fact]
    public async Task Since_when_a_host_has_a_version_stays_while_it_asks_on()
    {
        var model = await AModelAsync();
        var web = await AHostAsync("web");
        await AskAsync(model, web.Host);
        var first = staff.Registry.Clock.GetUtcNow();
        staff.Registry.Clock.Advance(TimeSpan.FromHours(1));

        await AskAsync(model, web.Host);

        var host = Assert.Single((await Queries.SummaryAsync(model, staff.Viewer, default)).Hosts);
        Assert.Equal((first, first.AddHours(1)), (host.Since, host.LastAt));
    }

    [Fact]
    public async Task A_revoked_token_is_a_host_no_more()
    {
        var model = await AModelAsync();
        var web = await AHostAsync("web");
        await AskAsync(model, web.Host);

        await staff.Get<AccessTokens>().RevokeAsync(web.Id, null, staff.Viewer, default);

        var summary = await Queries.SummaryAsync(model, staff.Viewer, default);
        Assert.Empty(summary.Slots);
        Assert.Empty(summary.Hosts);
    }

    [Fact]
    public async Task Hosts_of_a_model_that_one_may_not_see_are_not_told()
    {
        var model = await AModelAsync();
        await staff.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), staff.Scientist, default);

        await Refused.ByAsync("model_not_found", () => Queries.SummaryAsync(model, staff.Viewer, default));
        await Refused.ByAsync("model_not_found", () => Queries.ListAsync(model, null, null, staff.Viewer, default));
    }

    [Fact]
    public async Task The_list_of_hosts_pages_by_slot_and_token()
    {
        var model = await AModelAsync();
        for (var i = 0; i < 5; i++)
        {
            await AskAsync(model, (await AHostAsync($"host-{i}")).Host);
        }

        var first = await Queries.ListAsync(model, 3, null, staff.Viewer, default);
        var second = await Queries.ListAsync(model, 3, first.NextPageToken, staff.Viewer, default);

        Assert.Equal(["host-0", "host-1", "host-2", "host-3", "host-4"], first.Items.Concat(second.Items).Select(host => host.Host).Order());
        Assert.Null(second.NextPageToken);
    }

    private Task AskAsync(string model, params Actor[] hosts) => AskAsync(model, Slot, hosts);

    private async Task AskAsync(string model, string slot, params Actor[] hosts)
    {
        foreach (var host in hosts)
        {
            await staff.Get<SlotResolution>().ResolveAsync(model, slot, host, default);
        }

        await staff.Get<ConsumptionLog>().FlushAsync(staff.Get<RegistryStore>(), default);
    }

    private async Task<string> AModelAsync()
    {
        var model = await staff.AModelAsync();
        await staff.Registry.ASealedVersionAsync(staff.Scientist, model, content: "one");
        await staff.Registry.ASealedVersionAsync(staff.Scientist, model, content: "two");
        await staff.Registry.PutAsync(staff.Scientist, model, Slot, 1);
        return model;
    }

    private async Task<(Guid Id, Actor Host)> AHostAsync(string name)
    {
        var token = await staff.Get<AccessTokens>().CreateAsync(new NewToken(name, [Scopes.Resolve]), staff.Viewer, default);
        return (token.Id, (await staff.Get<TokenActors>().ActorAsync(token.Token, Door.Api, null, default))!);
    }
}
