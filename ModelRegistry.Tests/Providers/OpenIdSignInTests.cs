using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.EndToEnd;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;

namespace ModelRegistry.Tests.Providers;

public sealed class OpenIdSignInTests(ProviderApp at) : IClassFixture<ProviderApp>
{
    private static readonly Dictionary<string, (Action<OpenIdStandIn> Makes, string Says)> Bad = new()
    {
        ["unsigned"] = (provider => provider.Replace = Unsigned, "cannot be trusted"),
        ["for another client"] = (provider => provider.Tamper = token => token.Audience = "another", "cannot be trusted"),
        ["of another issuer"] = (provider => provider.Tamper = token => token.Issuer = "https://another.example.test/", "cannot be trusted"),
        ["over"] = (provider => provider.Tamper = token => (token.NotBefore, token.Expires) = (DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddHours(-1)),
            "cannot be trusted"),
        ["signed by another key"] = (provider => provider.Tamper = token => token.SigningCredentials = new SigningCredentials(
            new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "first" }, SecurityAlgorithms.EcdsaSha256), "cannot be trusted"),
        ["signed with the client's secret"] = (provider => provider.Tamper = token => token.SigningCredentials = new SigningCredentials(
            new SymmetricSecurityKey(SHA256.HashData("a secret of the client"u8)), SecurityAlgorithms.HmacSha256), "cannot be trusted"),
        ["without a nonce"] = (provider => provider.Tamper = token => token.Claims.Remove("nonce"), "cannot be trusted"),
        ["for another nonce"] = (provider => provider.Tamper = token => token.Claims["nonce"] = "another", "cannot be trusted"),
        ["without a subject"] = (provider => provider.Tamper = token => token.Claims.Remove("sub"), ""),
        ["without an address"] = (provider => provider.Person.Remove("email"), "does not say your e-mail address"),
        ["with an unverified address"] = (provider => provider.Person["email_verified"] = false, "is not verified"),
        ["refused by the provider"] = (provider => provider.Denies = true, "did not let you in"),
    };

    public static TheoryData<string> BadTokens => [.. Bad.Keys];

    private RegistryApp App => at.App;

    private OpenIdStandIn Provider => at.Provider;

    [Fact]
    public async Task The_first_sign_in_makes_an_account_and_leads_to_the_page_that_was_asked_for()
    {
        var (subject, email) = Someone();
        Provider.Comes(subject, email, "readers", "strangers");
        using var browser = at.Browser();

        Assert.Contains("Sign in with Provider corp", (await browser.OpenAsync("models?q=digits")).Text, StringComparison.Ordinal);
        var page = await browser.ThroughAsync(returnUrl: "models?q=digits");

        Assert.Equal("/models?q=digits", page.Address);
        Assert.Equal(HttpStatusCode.OK, await browser.ModelsAsync());
        var account = await AccountAsync(email);
        Assert.Equal([Roles.Auditor, Roles.Viewer], account.Roles);
        Assert.Equal(("Ann Example", false), (account.DisplayName, account.Invited));
        Assert.Equal(["session.signed_in", "login.rights_changed", "user.roles_changed", "login.linked", "user.created"],
            (await EventsAsync(email)).Select(entry => entry.Action));
    }

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_bad_token_lets_nobody_in(string kind)
    {
        var (subject, email) = Someone();
        Provider.Comes(subject, email, "readers");
        Bad[kind].Makes(Provider);
        using var browser = at.Browser();
        using var log = new Heard();
        App.Get<ILoggerFactory>().AddProvider(log);

        var page = await browser.ThroughAsync();

        Assert.StartsWith("/account/sign-in?said=", page.Address, StringComparison.Ordinal);
        Assert.Contains(Bad[kind].Says, page.Alert(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.ModelsAsync());
        Assert.DoesNotContain(await PeopleAsync(), user => user.Email == email);
        Assert.DoesNotContain(log.Lines, line => line.Contains(OpenIdStandIn.Secret, StringComparison.Ordinal) || line.Contains(email, StringComparison.Ordinal)
            || (Provider.LastToken.Length > 0 && line.Contains(Provider.LastToken.Split('.')[1], StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_refused_is_on_record_as_a_failed_sign_in()
    {
        var (subject, email) = Someone();
        Provider.Comes(subject, email);
        Provider.Tamper = token => token.Audience = "another";
        using var browser = at.Browser();

        await browser.ThroughAsync();

        var failed = await App.Get<AuditQueries>().ListAsync(new AuditSearch(Action: "sign_in.failed"), at.Admin, default);
        Assert.NotEmpty(failed.Items);
    }

    [Fact]
    public async Task A_token_of_an_earlier_sign_in_is_refused()
    {
        var (subject, email) = Someone();
        Provider.Comes(subject, email, "readers");
        using var first = at.Browser();
        await first.ThroughAsync();
        var earlier = Provider.LastToken;
        Provider.Replace = _ => earlier;
        using var browser = at.Browser();

        var page = await browser.ThroughAsync();

        Assert.Contains("cannot be trusted", page.Alert(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.ModelsAsync());
    }

    [Fact]
    public async Task The_way_back_works_once_and_in_the_browser_that_went()
    {
        var (subject, email) = Someone();
        Provider.Comes(subject, email, "readers");
        Provider.Holds = true;
        using var attacker = at.Browser();
        using var victim = at.Browser();
        await attacker.ThroughAsync();

        Assert.Contains("begun in another browser", (await victim.OpenAsync(Provider.LastReturn)).Alert(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await victim.ModelsAsync());

        await attacker.OpenAsync(Provider.LastReturn);
        Assert.Equal(HttpStatusCode.OK, await attacker.ModelsAsync());
        Assert.Equal("/", (await attacker.OpenAsync(Provider.LastReturn)).Address); // refused; the sign-in page leads on whoever is signed in
        Assert.Equal(1, (await EventsAsync(email)).Count(entry => entry.Action == "session.signed_in"));
    }

    [Fact]
    public async Task An_address_alone_does_not_open_the_account_that_has_it()
    {
        var ann = await App.PersonAsync("ann", Roles.Viewer);
        Provider.Comes(Someone().Subject, ann.Name);
        Provider.Person["email_verified"] = true;
        using var browser = at.Browser();

        var page = await browser.ThroughAsync();

        Assert.Contains("an address alone does not open it", page.Alert(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.ModelsAsync());

        await browser.ThroughAsync("other"); // there an admin trusts addresses that are verified
        Assert.Equal(HttpStatusCode.OK, await browser.ModelsAsync());
    }

    [Fact]
    public async Task Whoever_is_signed_in_connects_a_provider_and_takes_it_off_again()
    {
        var ann = await App.PersonAsync("ann", Roles.Viewer);
        Provider.Comes(Someone().Subject, "elsewhere@example.test");
        using var browser = at.Browser();
        await SignInAsync(browser, ann);

        var page = await browser.OpenAsync(Urls.Logins);
        var connected = await browser.OpenAsync(WebUtility.HtmlDecode(page.Text.Split("href=\"")
            .First(part => part.Contains("/corp?connect=", StringComparison.Ordinal)).Split('"')[0]));
        Assert.Equal($"/{Urls.Logins}", connected.Address);
        Assert.Contains("Disconnect Provider corp", connected.Text, StringComparison.Ordinal);

        using var elsewhere = at.Browser();
        await elsewhere.ThroughAsync();
        Assert.Equal(HttpStatusCode.OK, await elsewhere.ModelsAsync());

        using var answer = await browser.PostAsync(Urls.Logins, new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "disconnect-corp",
            ["__RequestVerificationToken"] = connected.FormToken(),
        }));
        Assert.Contains("Connect Provider corp", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("corp?connect=invented")]
    [InlineData("corp?connect=")]
    public async Task Nobody_else_begins_to_connect_a_provider_in_a_persons_name(string address)
    {
        var ann = await App.PersonAsync("ann", Roles.Viewer);
        Provider.Comes(Someone().Subject, "attacker@example.test");
        using var browser = at.Browser();
        await SignInAsync(browser, ann);

        var page = await browser.OpenAsync($"{Urls.ProviderSignIns}/{address}");

        Assert.Equal($"/{Urls.Logins}", page.Address);
        Assert.DoesNotContain("Disconnect", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_account_is_not_enabled_by_a_sign_in()
    {
        var (subject, email) = Someone();
        Provider.Comes(subject, email, "readers");
        using var browser = at.Browser();
        await browser.ThroughAsync();
        await App.Get<People>().EditAsync((await AccountAsync(email)).Id, new UserEdit(Disabled: true), at.Admin, default);

        Assert.Equal(HttpStatusCode.Unauthorized, await browser.ModelsAsync());
        Assert.Contains("disabled", (await browser.ThroughAsync()).Alert(), StringComparison.Ordinal);
        Assert.False((await AccountAsync(email)).Active);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.ModelsAsync());
    }

    [Fact]
    public async Task One_subject_at_two_providers_is_two_people()
    {
        var (subject, email) = Someone();
        Provider.Comes(subject, email, "readers");
        using var browser = at.Browser();
        await browser.ThroughAsync();
        Provider.Person["email"] = $"other-{email}";

        await browser.ThroughAsync("other");

        Assert.NotEqual((await AccountAsync(email)).Id, (await AccountAsync($"other-{email}")).Id);
    }

    [Fact]
    public async Task Groups_that_do_not_fit_into_a_token_are_unknown_and_not_none()
    {
        var (subject, email) = Someone();
        Provider.Comes(subject, email, "readers");
        using var browser = at.Browser();
        await browser.ThroughAsync();
        Provider.Person.Remove("groups");
        Provider.Person["_claim_names"] = new Dictionary<string, string> { ["groups"] = "src1" };

        await browser.ThroughAsync();
        Assert.Equal([Roles.Auditor, Roles.Viewer], (await AccountAsync(email)).Roles);

        Provider.Person.Remove("_claim_names");
        await browser.ThroughAsync();
        Assert.Empty((await AccountAsync(email)).Roles);
    }

    [Theory]
    [InlineData("//evil.example.test")]
    [InlineData("https://evil.example.test/")]
    [InlineData("/\\evil.example.test")]
    public async Task The_way_back_stays_here(string returnUrl)
    {
        var (subject, email) = Someone();
        Provider.Comes(subject, email, "readers");
        using var browser = at.Browser();

        Assert.Equal("/", (await browser.ThroughAsync(returnUrl: returnUrl)).Address);
    }

    [Fact]
    public async Task A_sentence_that_is_not_ours_stands_on_no_page()
    {
        using var browser = at.Browser();

        var page = await browser.OpenAsync("account/sign-in?said=Call%20this%20number");

        Assert.Equal("", page.Alert());
        Assert.DoesNotContain("Call this number", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_a_sentence()
    {
        var gone = await OpenIdStandIn.StartAsync();
        await using var app = new RegistryApp { Overrides = gone.Settings("corp").ToDictionary(setting => setting.Item1, setting => setting.Item2) };
        await gone.DisposeAsync();
        await app.InitializeAsync();
        await app.PersonAsync("ann", Roles.Admin);
        using var browser = new HttpClient { BaseAddress = app.BaseAddress };

        Assert.Contains("cannot be reached", (await browser.ThroughAsync()).Alert(), StringComparison.Ordinal);
        await ((IAsyncLifetime)app).DisposeAsync();
    }

    private static (string Subject, string Email) Someone() => (RegistryApp.NewName("subject"), $"{RegistryApp.NewName("someone")}@example.test");

    private static string Unsigned(string token) =>
        $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{token.Split('.')[1]}.";

    private static async Task SignInAsync(HttpClient browser, Actor person)
    {
        var form = await SignInForm.OfAsync(browser);
        using var answer = await form.SendAsync(browser, person.Name, Given.Password);
        Assert.Equal(HttpStatusCode.OK, await browser.ModelsAsync());
    }

    private async Task<UserView> AccountAsync(string email) => Assert.Single(await PeopleAsync(), user => user.Email == email);

    private async Task<IReadOnlyList<UserView>> PeopleAsync() => (await App.Get<People>().ListAsync(PageToken.MaxSize, null, at.Admin, default)).Items;

    private async Task<IEnumerable<AuditEntry>> EventsAsync(string email) =>
        (await App.Get<AuditQueries>().ListAsync(new AuditSearch(PageSize: 20), at.Admin, default)).Items
            .Where(entry => $"{entry.Actor} {entry.After}".Contains(email, StringComparison.Ordinal));

    private sealed class Heard : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
