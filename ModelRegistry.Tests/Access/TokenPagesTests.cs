using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Data;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Account;
using ModelRegistry.Web.Components.Pages.Admin;

namespace ModelRegistry.Tests.Access;

/// <summary>All tokens for admins, and what one touched.</summary>
public sealed class TokenPagesTests : PageTest
{
    [Fact]
    public async Task An_admin_sees_whose_tokens_there_are_and_what_they_are_limited_to()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        await Registry.Get<AccessTokens>().CreateAsync(new NewToken("nightly", [Scopes.Register], Networks: ["10.20.0.0/16"]), Scientist, default);

        var page = await OpenAsync<AllTokensPage>(admin, Urls.AdminTokens);

        Says(page, "nightly");
        Says(page, "from 10.20.0.0/16");
        Assert.NotNull(page.Find($"[aria-label='Revoke nightly of {Scientist.Name}']"));
    }

    [Fact]
    public async Task What_a_token_touched_leads_to_it()
    {
        var made = await Registry.Get<AccessTokens>().CreateAsync(new NewToken("ci", Scopes.All), Scientist, default);
        var token = (await Registry.Get<TokenActors>().ActorAsync(made.Token, Door.Api, "192.0.2.7", default))!;
        await Registry.AModelAsync(token, "fraud");
        await Registry.ASealedVersionAsync(token, "fraud");
        await Registry.Get<TokenUse>().FlushAsync(Registry.Get<RegistryStore>(), default);

        var page = await OpenAsync<TokenPage>(Scientist, Urls.Token(made.Id), parameters => parameters.Add(p => p.Id, made.Id));

        Says(page, "fraud v1");
        Says(page, "from 192.0.2.7");
        Assert.Equal(Urls.Version("fraud", 1), page.FindAll("a.row-link").Single(link => link.TextContent == "fraud v1").GetAttribute("href"));
    }
}
