using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Data;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Consumers;
using ModelRegistry.Web.Components.Pages.Models;

namespace ModelRegistry.Tests.Consumers;

public sealed class WhoRunsWhatTests : PageTest
{
    [Theory]
    [InlineData(9, 6, 4, "4 of 6 hosts of production have v9")]
    [InlineData(9, 6, 6, "All 6 hosts of production have v9")]
    [InlineData(9, 1, 1, "The one host of production has v9")]
    [InlineData(9, 1, 0, "The one host of production does not have v9 yet")]
    [InlineData(null, 2, 0, "2 hosts still have what was in production before it was emptied")]
    [InlineData(null, 1, 0, "1 host still has what was in production before it was emptied")]
    public void A_sentence_says_how_far_the_hosts_follow(int? version, int hosts, int current, string sentence) =>
        Assert.Equal(sentence, ConsumerText.Of(new SlotConsumers("production", version, hosts, current)));

    [Fact]
    public async Task Whoever_was_not_told_the_move_yet_is_named_and_turns_when_it_asks_again()
    {
        await Registry.AModelAsync(Scientist);
        await Registry.ASealedVersionAsync(Scientist, content: "one");
        await Registry.ASealedVersionAsync(Scientist, content: "two");
        await Registry.PutAsync(Scientist, "fraud", "production", 1);
        var page = await OpenAsync<ModelPage>(Scientist, Urls.Model("fraud", "hosts"), shown => shown.Add(p => p.Name, "fraud"));
        page.WaitForAssertion(() => Assert.Contains("No host has asked yet", page.Markup, StringComparison.Ordinal));
        var host = await AHostAsync("batch");

        await AskAsync(host);
        page.WaitForAssertion(() => Assert.Contains("The one host of production has v1", page.Markup, StringComparison.Ordinal));

        await Registry.PutAsync(Scientist, "fraud", "production", 2);
        page.WaitForAssertion(() => Assert.Contains("batch still v1", page.Find("section[aria-label='Who runs what']").TextContent, StringComparison.Ordinal));

        await AskAsync(host);
        page.WaitForAssertion(() => Assert.Contains("The one host of production has v2", page.Markup, StringComparison.Ordinal));
    }

    private async Task AskAsync(Actor host)
    {
        await Registry.Get<SlotResolution>().ResolveAsync("fraud", "production", host, default);
        await Registry.Get<ConsumptionLog>().FlushAsync(Registry.Get<RegistryStore>(), default);
    }

    private async Task<Actor> AHostAsync(string name)
    {
        var token = await Registry.Get<AccessTokens>().CreateAsync(new NewToken(name, [Scopes.Resolve]), Scientist, default);
        return (await Registry.Get<TokenActors>().ActorAsync(token.Token, Door.Api, null, default))!;
    }
}
