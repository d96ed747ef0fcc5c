using ModelRegistry.Core.Access;
using ModelRegistry.Web.Components.Pages.Account;
using ModelRegistry.Web.Components.Pages.Admin;

namespace ModelRegistry.Tests.Access;

public sealed class PagesTextTests
{
    [Fact]
    public void Every_role_is_explained_once() => Assert.Equal(Roles.All, RoleText.All.Select(text => text.Role));

    [Fact]
    public void Only_scopes_that_exist_are_offered_each_once()
    {
        var offered = ScopeText.All.Select(text => text.Scope).ToList();

        Assert.Empty(offered.Except(Scopes.All));
        Assert.Equal(offered.Distinct(), offered);
    }
}
