using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Tests.Components;

/// <summary>What a sentence names can be opened: numbers, versions, people; and nothing that only looks like it.</summary>
public sealed class LinkedPartsTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;

    private PersonNames Names => _registry.Get<PersonNames>();

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        var people = _registry.Get<People>();
        _ = Names;
        await people.CreateAsync(new NewUser("ann.lee@example.test", "Ann Lee", [], Given.Password), Core.Access.Actor.System, default);
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Theory]
    [InlineData("approved request #86 for", "request #86=requests/86")]
    [InlineData("back from v9 to v10, by rollback #87: why", "v9=models/fraud/versions/9 v10=models/fraud/versions/10 rollback #87=rollbacks/87")]
    [InlineData("(v12).", "v12=models/fraud/versions/12")]
    [InlineData("quarantine #88 of v14", "quarantine #88=requests/88 v14=models/fraud/versions/14")]
    [InlineData("fraud-v3 v1.2 v12a #12 request #12a /v3 x@v3", "")]
    [InlineData("v99999999999", "")]
    [InlineData("dismissed by ann.lee@example.test.", "Ann Lee=activity?actor=ann.lee%40example.test")]
    [InlineData("by ANN.LEE@example.test, once", "Ann Lee=activity?actor=ANN.LEE%40example.test")]
    [InlineData("by nobody@example.test", "")]
    public void Links(string text, string links)
    {
        var parts = LinkedParts.Of(text, "fraud", Names);

        Assert.Equal(links, string.Join(' ', parts.Where(part => part.Address is not null).Select(part => $"{part.Text}={part.Address}")));
        Assert.Equal(text, string.Concat(parts.Select(part => part.Title ?? part.Text)));
    }

    [Fact]
    public void Without_a_model_no_version_is_linked() => Assert.Null(Assert.Single(LinkedParts.Of("v12 stays", null, Names)).Address);

    [Fact]
    public async Task A_new_name_is_shown_at_once_and_an_unknown_address_as_it_is()
    {
        Assert.Equal("Ann Lee", Names.Of("ann.lee@example.test"));
        var id = await _registry.Get<People>().IdOfAsync("ann.lee@example.test", default);

        await _registry.Get<People>().EditAsync(id!.Value, new UserEdit(DisplayName: "Ann Smith"), Core.Access.Actor.System, default);

        Assert.Equal("Ann Smith", Names.Of("ann.lee@example.test"));
        Assert.Equal("who@example.test", Names.Of("who@example.test"));
    }

    [Fact]
    public async Task After_a_start_everybody_is_known()
    {
        using var started = new PersonNames(_registry.Get<Core.Data.RegistryStore>(), new ChangeFeed());
        Assert.False(started.Knows("ann.lee@example.test"));

        await started.RefreshAsync(default);

        Assert.Equal("Ann Lee", started.Of("Ann.Lee@example.test"));
    }
}
