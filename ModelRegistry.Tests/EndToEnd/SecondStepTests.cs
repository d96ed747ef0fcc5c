using System.Net;
using System.Text.RegularExpressions;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>The two forms of a sign-in with a second factor, as a client without scripts sends them.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed partial class SecondStepTests(RegistryApp app)
{
    [Fact]
    public async Task The_password_opens_the_second_form_and_the_code_opens_the_registry()
    {
        var (person, factor) = await PersonAsync();
        using var client = app.Client();
        var form = await SignInForm.OfAsync(client, "account/sign-in?returnUrl=models");

        using var first = await form.SendAsync(client, person.Name, Given.Password);
        var ticket = await TicketAsync(first);

        Assert.DoesNotContain(Cookies(first), cookie => cookie.StartsWith("registry-session", StringComparison.Ordinal));
        using var wrong = await SendAsync(client, form, ticket, "000000");
        Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        Assert.Contains("This code is not right or was used already", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var code = factor.CodeAt(DateTimeOffset.UtcNow, 1);
        using var right = await SendAsync(client, form, ticket, code);
        Assert.Equal((HttpStatusCode.Redirect, "/models"), (right.StatusCode, right.Headers.Location!.PathAndQuery));
        Assert.Contains(Cookies(right), cookie => cookie.StartsWith("registry-session", StringComparison.Ordinal));
        using var replayed = await SendAsync(client, form, ticket, code);
        Assert.Equal(HttpStatusCode.OK, replayed.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CfDJ8invented")]
    public async Task A_ticket_that_is_none_begins_anew(string ticket)
    {
        using var client = app.Client();
        var form = await SignInForm.OfAsync(client);

        using var answer = await SendAsync(client, form, ticket, "000000");

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("The password was typed too long ago. Sign in again.", text, StringComparison.Ordinal);
        Assert.Contains("name=\"password\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invitation_of_somebody_with_a_second_factor_does_not_sign_in()
    {
        var (person, _) = await PersonAsync();
        var reset = await app.Get<People>().EditAsync(person.UserId!.Value, new UserEdit(Reset: true), Actor.System, default);
        using var client = app.Client();
        var form = await SignInForm.OfAsync(client, $"account/invitation?token={reset.Invitation}");

        using var answer = await form.PostAsync(client, "invitation", ("password", "five more quiet words"));

        Assert.Equal((HttpStatusCode.Redirect, "/account/sign-in"), (answer.StatusCode, answer.Headers.Location!.PathAndQuery));
        Assert.DoesNotContain(Cookies(answer), cookie => cookie.StartsWith("registry-session", StringComparison.Ordinal));
    }

    private async Task<(Actor Person, Authenticator Factor)> PersonAsync()
    {
        var person = await app.PersonAsync("careful", Roles.Viewer);
        return (person, await Authenticator.OfAsync(app, person));
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, SignInForm form, string ticket, string code) =>
        form.PostAsync(client, "second-step", ("ticket", ticket), ("code", code));

    private static IEnumerable<string> Cookies(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [];

    private static async Task<string> TicketAsync(HttpResponseMessage answer) =>
        TicketField().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value;

    [GeneratedRegex("name=\"ticket\" value=\"([^\"]+)\"")]
    private static partial Regex TicketField();
}
