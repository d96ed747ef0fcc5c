using System.Net;
using System.Text.RegularExpressions;
using ModelRegistry.Core.Access;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Providers;

/// <summary>A running registry that knows two providers, and the stand-in behind both.</summary>
public sealed class ProviderApp : IAsyncLifetime
{
    public RegistryApp App { get; private set; } = null!;

    internal OpenIdStandIn Provider { get; private set; } = null!;

    public Actor Admin { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Provider = await OpenIdStandIn.StartAsync();
        App = new RegistryApp
        {
            Overrides = Provider.Settings("corp").Concat(Provider.Settings("other")).Append(("Authentication:OpenIdConnect:other:LinkVerifiedEmail", "true"))
                .Append(("Authentication:OpenIdConnect:corp:Groups:0:Group", "readers"))
                .Append(("Authentication:OpenIdConnect:corp:Groups:0:Roles", "Viewer, Auditor"))
                .ToDictionary(setting => setting.Item1, setting => setting.Item2),
        };
        await App.InitializeAsync();
        Admin = await App.PersonAsync("admin", Roles.Admin);
    }

    public async Task DisposeAsync()
    {
        await ((IAsyncLifetime)App).DisposeAsync();
        await Provider.DisposeAsync();
    }

    /// <summary>A browser without scripts, which follows what it is told and keeps its cookies.</summary>
    internal HttpClient Browser() =>
        new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = true }) { BaseAddress = App.BaseAddress };
}

internal static partial class ProviderAnswers
{
    /// <summary>Goes to the provider and comes back; the page where it ends.</summary>
    public static async Task<(string Address, string Text)> ThroughAsync(this HttpClient browser, string provider = "corp", string? returnUrl = null) =>
        await browser.OpenAsync(ModelRegistry.Web.Urls.ProviderSignIn(provider, returnUrl));

    public static async Task<(string Address, string Text)> OpenAsync(this HttpClient browser, string address)
    {
        using var answer = await browser.GetAsync(address);
        return (answer.RequestMessage!.RequestUri!.PathAndQuery, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The one sentence of a page that says why something did not work.</summary>
    public static string Alert(this (string Address, string Text) page) => WebUtility.HtmlDecode(AlertText().Match(page.Text).Groups[1].Value);

    /// <summary>What a form of the page must send along.</summary>
    public static string FormToken(this (string Address, string Text) page) => TokenField().Match(page.Text).Groups[1].Value;

    public static async Task<HttpStatusCode> ModelsAsync(this HttpClient browser)
    {
        using var answer = await browser.GetAsync("api/v1/models");
        return answer.StatusCode;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();

    [GeneratedRegex("class=\"notice bad\" role=\"alert\">([^<]*)<")]
    private static partial Regex AlertText();
}
