using System.Net;
using System.Text.Json;
using Microsoft.Playwright;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>Passkeys with the virtual authenticator of Chromium. By the name localhost: a browser knows no passkeys of a number.</summary>
public sealed class PasskeyJourneys(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task A_passkey_is_added_signs_in_without_a_password_and_is_removed()
    {
        var ann = await App.PersonAsync("ann", Roles.Viewer);

        await VisitByNameAsync(async (visitor, at) =>
        {
            visitor.Expect("the server responded with a status of 422");
            var page = await visitor.OpenStaticAsync($"{at}account/sign-in?returnUrl=account/security");
            await HasDeviceAsync(visitor, page);
            await new SignInPage(page).SignInAsync(ann.Name, Given.Password);
            var security = new SecurityPage(page);
            await security.AddPasskeyAsync("laptop", "not the password");
            await Expect(page.GetByText("This is not your password")).ToBeVisibleAsync();
            await security.SendPasskeyAsync("laptop", Given.Password);
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove laptop" })).ToBeVisibleAsync();

            await security.SignOutAsync();
            await page.GotoAsync($"{at}account/sign-in?returnUrl=account/security");
            var answered = page.WaitForRequestAsync(request => request.Url.EndsWith("/account/passkeys/sign-in", StringComparison.Ordinal));
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
            await Visitor.LiveAsync(page);
            await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "this one" })).ToContainTextAsync("passkey");

            // The same answer again opens nothing.
            var replayed = await page.Context.APIRequest.PostAsync($"{at}account/passkeys/sign-in", new()
            {
                DataString = (await answered).PostData!,
                Headers = new Dictionary<string, string> { ["Content-Type"] = "application/json" },
            });
            Assert.Equal(400, replayed.Status);

            await page.GetByRole(AriaRole.Button, new() { Name = "Remove laptop" }).ClickAsync();
            await security.ProveAsync(Given.Password, "Remove");
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove laptop" })).ToHaveCountAsync(0);
        });
    }

    [Fact]
    public async Task A_passkey_of_a_disabled_or_locked_account_opens_nothing()
    {
        var ann = await App.PersonAsync("ann", Roles.Viewer);

        await VisitByNameAsync(async (visitor, at) =>
        {
            visitor.Expect("the server responded with a status of 400");
            var page = await visitor.OpenStaticAsync($"{at}account/sign-in?returnUrl=account/security");
            await HasDeviceAsync(visitor, page);
            await new SignInPage(page).SignInAsync(ann.Name, Given.Password);
            await new SecurityPage(page).AddPasskeyAsync("laptop", Given.Password);
            await page.GetByRole(AriaRole.Button, new() { Name = "Remove laptop" }).WaitForAsync();
            await new SecurityPage(page).SignOutAsync();

            for (var guess = 0; guess < Passwords.FailuresToLock; guess++)
            {
                await Refused.ByAsync("sign_in_failed", () => App.Get<Passwords>().CheckAsync(ann.Name, "a guess", Door.Api, "10.9.9.8", default));
            }

            await RefusedAsync(page, at);
            await App.Get<People>().EditAsync(ann.UserId!.Value, new UserEdit(Disabled: true), Actor.System, default);
            await RefusedAsync(page, at);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"ceremony":"invented","credential":{"id":"x"}}""")]
    [InlineData("""{"ceremony":5,"credential":[]}""")]
    public async Task What_is_no_answer_is_a_bad_request(string body)
    {
        using var client = App.Client();

        using var answer = await client.PostAsync("account/passkeys/sign-in", Json.Body(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Only_a_person_in_a_browser_begins_to_add_one()
    {
        var ann = await App.PersonAsync("ann", Roles.Viewer);
        using var script = App.ClientWith(await App.TokenAsync(ann, Scopes.All.ToArray()));
        using var known = App.ClientWithCookie(await App.SessionCookieAsync(ann));

        using var byToken = await script.PostAsync("account/passkeys/creation-options", Json.Body("""{"name":"x","proof":"y"}"""));
        using var unproven = await known.PostAsync("account/passkeys/creation-options", Json.Body("""{"name":"x","proof":"y"}"""));
        using var nameless = await known.PostAsync("account/passkeys/creation-options", Json.Body("""{"name":" ","proof":"y"}"""));

        Assert.Equal([403, 422, 422], [(int)byToken.StatusCode, (int)unproven.StatusCode, (int)nameless.StatusCode]);
        Assert.Equal("proof", JsonDocument.Parse(await unproven.Content.ReadAsStringAsync()).RootElement.GetProperty("field").GetString());
    }

    private static async Task RefusedAsync(IPage page, string at)
    {
        await page.GotoAsync($"{at}account/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByText("This passkey is not accepted.")).ToBeVisibleAsync();
    }

    private Task VisitByNameAsync(Func<Visitor, string, Task> story) => VisitAsync(visitor =>
    {
        visitor.Expect("^Request to http://localhost:");
        return story(visitor, new UriBuilder(App.BaseAddress) { Host = "localhost" }.Uri.ToString());
    });

    /// <summary>A device whose owner confirms everything.</summary>
    private static async Task HasDeviceAsync(Visitor visitor, IPage page)
    {
        var session = await visitor.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
