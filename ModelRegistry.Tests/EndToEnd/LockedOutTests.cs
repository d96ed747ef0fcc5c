using System.Net;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>Somebody whose address a stranger knows, and who is locked again and again.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class LockedOutTests(RegistryApp app)
{
    [Fact]
    public async Task A_browser_that_was_let_in_before_is_let_in_and_guesses_no_more_than_others()
    {
        var admin = await app.PersonAsync("admin", Roles.Admin);
        using var mine = app.Client();
        var device = await SignedInAsync(mine, admin, Given.Password, device: null);
        Assert.NotNull(device);
        await LockAsync(admin);

        Assert.Null(await SignedInAsync(app.Client(), admin, Given.Password, device: null));
        Assert.NotNull(await SignedInAsync(mine, admin, Given.Password, device));

        await LockAsync(admin);
        for (var guess = 0; guess < Passwords.FailuresToLock; guess++)
        {
            Assert.Null(await SignedInAsync(mine, admin, "a guess", device));
        }

        Assert.Null(await SignedInAsync(mine, admin, Given.Password, device));
    }

    [Fact]
    public async Task The_mark_of_one_account_is_none_for_another()
    {
        var (one, other) = (await app.PersonAsync("one", Roles.Viewer), await app.PersonAsync("other", Roles.Viewer));
        using var client = app.Client();
        var device = await SignedInAsync(client, one, Given.Password, device: null);
        await LockAsync(other);

        Assert.Null(await SignedInAsync(client, other, Given.Password, device));
    }

    [Fact]
    public async Task The_link_on_the_console_lets_its_account_in_once()
    {
        var said = new List<string>();
        app.Get<LockedOut>().Say = said.Add;
        var admin = await app.PersonAsync("admin", Roles.Admin);
        await LockAsync(admin);
        var pass = Assert.Single(said, text => text.Contains(admin.Name, StringComparison.Ordinal)).Split("pass=")[1].Trim();
        using var client = app.Client();

        Assert.Null(await SignedInAsync(client, admin, Given.Password, null, "not the secret"));
        Assert.NotNull(await SignedInAsync(client, admin, Given.Password, null, pass));
        await LockAsync(admin);
        Assert.Null(await SignedInAsync(client, admin, Given.Password, null, pass));
    }

    /// <summary>The cookie that marks the browser, or the one it had, when the sign-in succeeded; else null.</summary>
    private static async Task<string?> SignedInAsync(HttpClient client, Actor person, string password, string? device, string? pass = null)
    {
        var form = await SignInForm.OfAsync(client, "account/sign-in" + (pass is null ? "" : $"?pass={pass}"));
        using var answer = await (form with { Cookies = [.. form.Cookies, .. device is null ? Array.Empty<string>() : [device]] })
            .SendAsync(client, person.Name, password, pass);
        return answer.StatusCode != HttpStatusCode.Redirect ? null
            : answer.Headers.GetValues("Set-Cookie").FirstOrDefault(cookie => cookie.StartsWith("registry-device=", StringComparison.Ordinal)) ?? device;
    }

    private async Task LockAsync(Actor person)
    {
        for (var guess = 0; guess < Passwords.FailuresToLock; guess++)
        {
            await Refused.ByAsync("sign_in_failed", () => app.Get<Passwords>().CheckAsync(person.Name, "a guess", Door.Api, "10.9.9.9", default));
        }
    }
}
