using ModelRegistry.Core.Access;
using ModelRegistry.Web.Components.Pages.Account;

namespace ModelRegistry.Tests.Access;

public sealed class ScopeTextTests
{
    [Fact]
    public void The_dialog_for_a_token_offers_every_scope() =>
        Assert.Equal(Scopes.All.Order(StringComparer.Ordinal), ScopeText.All.Select(scope => scope.Scope).Order(StringComparer.Ordinal));

    [Fact]
    public void A_directorys_scope_is_offered_apart() =>
        Assert.Equal((Scopes.Provision, false), (ScopeText.Provision.Scope, Scopes.All.Contains(Scopes.Provision)));
}
