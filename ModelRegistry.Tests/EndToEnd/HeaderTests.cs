using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Tests.Mlflow;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>What every answer says to browsers (OWASP ASVS 5.0, V3.3 and V3.4), over plain http on loopback and over https elsewhere.</summary>
public sealed class HeaderTests(BrowserFixture browser) : BrowserTest(browser)
{
    public static TheoryData<string, HttpStatusCode> Answers { get; } = new()
    {
        { "account/sign-in", HttpStatusCode.OK },
        { "", HttpStatusCode.Redirect },
        { "models/fraud", HttpStatusCode.Redirect },
        { "app.css", HttpStatusCode.OK },
        { "_framework/blazor.web.js", HttpStatusCode.OK },
        { "api/v1/models", HttpStatusCode.Unauthorized },
        { "api/v1/nothing", HttpStatusCode.Unauthorized },
        { "health/live", HttpStatusCode.OK },
        { "graphql", HttpStatusCode.Unauthorized },
        { "get-artifact?path=x&run_uuid=y", HttpStatusCode.Unauthorized },
        { "v1/traces", HttpStatusCode.Unauthorized },
        { "ajax-api/2.0/mlflow/experiments/search", HttpStatusCode.Unauthorized },
        { "_blazor/negotiate?negotiateVersion=1", HttpStatusCode.Redirect },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Every_answer_carries_the_headers_of_the_house(string address, HttpStatusCode status)
    {
        using var client = App.Client();

        using var answer = await client.GetAsync(address);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Cross-Origin-Opener-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("object-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("base-uri 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("graphql")]
    [InlineData("model-versions/nothing?path=x")]
    [InlineData("v1/traces")]
    [InlineData("ajax-api/2.0/mlflow/experiments/nothing")]
    public async Task Programs_that_look_for_what_there_is_not_get_no_page(string address)
    {
        using var stranger = App.Client();
        using var known = App.ClientAs(await App.PersonAsync("viewer", Roles.Viewer));

        using var posted = await stranger.PostAsync(address, new StringContent("{}"));
        using var asked = await known.GetAsync(address);

        await posted.FaultAsync(401, "UNAUTHENTICATED");
        await asked.FaultAsync(404, "ENDPOINT_NOT_FOUND");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\n", 400)]
    [InlineData("GET /api/v1/models HTTP/1.1\r\nHost: \r\n", 400)]
    [InlineData("GET /api/v1/models HTTP/1.0\r\n", 400)]
    [InlineData("GET /health/live HTTP/1.0\r\n", 200)]
    public async Task A_request_for_no_host_is_refused_in_words(string head, int status)
    {
        var answer = await RawHttp.SendAsync(App, $"{head}Connection: close\r\n\r\n");

        Assert.Equal(status, answer.Status);
        Assert.Contains("X-Content-Type-Options: nosniff", answer.Head, StringComparison.Ordinal);
        Assert.True(status == 200 || answer.Text.Contains("host_missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_that_is_too_long_is_refused_with_the_headers_of_the_house()
    {
        var answer = await RawHttp.SendAsync(App, $"GET /models/{new string('a', 9_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

        Assert.Equal(414, answer.Status);
        Assert.Contains("X-Content-Type-Options: nosniff", answer.Head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pictures/fraud/1")]
    [InlineData("pictures/fraud/1/")]
    public async Task A_picture_without_a_path_is_not_there(string address)
    {
        using var client = App.Client();
        client.DefaultRequestHeaders.Add("Cookie", await App.SessionCookieAsync(Browser.Scientist));

        using var answer = await client.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public void On_https_only_an_antiforgery_cookie_of_this_host_is_looked_at()
    {
        Assert.Equal("a=1; registry-antiforgery=mine; b=2",
            AntiforgeryCookie.Received("a=1; registry-antiforgery=planted; __Host-registry-antiforgery=mine; b=2").ToString());
        Assert.Equal("a=1; path=/|__Host-registry-antiforgery=x; path=/; secure",
            string.Join('|', AntiforgeryCookie.Sent(new[] { "a=1; path=/", "registry-antiforgery=x; path=/; secure" }).ToArray()));
    }

    [Fact]
    public async Task What_a_signed_in_person_sees_is_not_kept_by_caches()
    {
        using var client = App.Client();
        client.DefaultRequestHeaders.Add("Cookie", await App.SessionCookieAsync(Browser.Scientist));

        using var answer = await client.GetAsync("models");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task On_https_the_session_cookie_is_bound_to_this_host_and_browsers_stay_on_https()
    {
        await using var app = new RegistryApp();
        await using var secure = app.WithWebHostBuilder(builder => builder.UseSetting("AllowedHosts", "registry.example"));
        using var client = secure.CreateClient(
            new WebApplicationFactoryClientOptions { BaseAddress = new Uri("https://registry.example"), AllowAutoRedirect = false, HandleCookies = false });
        var people = secure.Services.GetRequiredService<People>();
        await people.CreateAsync(new NewUser("ann@example.test", Roles: [Roles.Viewer], Password: Given.Password), Actor.System, default);
        var form = await SignInForm.OfAsync(client);

        using var answer = await form.SendAsync(client, "ann@example.test", Given.Password);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        var cookies = answer.Headers.GetValues("Set-Cookie").Concat(form.Cookies).ToList();
        var session = Assert.Single(cookies, cookie => cookie.Contains("registry-session", StringComparison.Ordinal));
        Assert.StartsWith("__Host-registry-session=", session, StringComparison.Ordinal);
        Assert.DoesNotContain("domain=", session, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(cookies, cookie => cookie.StartsWith("__Host-registry-antiforgery=", StringComparison.Ordinal));
        Assert.All(cookies, cookie =>
        {
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Matches("(?i); samesite=(lax|strict)", cookie);
            Assert.InRange(cookie.Length, 1, 4096);
        });
    }

    [Fact]
    public async Task Over_plain_http_from_elsewhere_sign_in_is_off_and_says_why()
    {
        await using var app = new RegistryApp();
        await using var open = app.WithWebHostBuilder(builder => builder.UseSetting("AllowedHosts", "registry.example"));
        using var client = open.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("http://registry.example") });

        var text = await client.GetStringAsync("account/sign-in");

        Assert.Contains("Sign-in is off, because this connection is not encrypted", text, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"password\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("/%09/evil.example")]
    [InlineData("https://registry.example@evil.example")]
    public async Task Signing_in_never_leads_to_another_host(string returnUrl)
    {
        var ann = await App.PersonAsync("ann", Roles.Viewer);
        using var client = App.Client();
        var form = await SignInForm.OfAsync(client, $"account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");

        using var answer = await form.SendAsync(client, ann.Name, Given.Password);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(App.BaseAddress.Authority, new Uri(App.BaseAddress, answer.Headers.Location!).Authority);
    }

    [Theory]
    [InlineData("account/sign-in", "sign-in")]
    [InlineData("account/first-run", "first-run")]
    [InlineData("account/invitation", "invitation")]
    public async Task A_form_without_its_token_is_refused(string address, string form)
    {
        using var client = App.Client();

        using var answer = await client.PostAsync(address, new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = form,
            ["email"] = Browser.Scientist.Name,
            ["password"] = Given.Password,
        }));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies)
            && cookies.Any(cookie => cookie.Contains("registry-session", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Guessing_from_one_address_stops_with_429()
    {
        using var client = App.Client();
        var form = await SignInForm.OfAsync(client);
        var (statuses, last) = (new List<HttpStatusCode>(), "");
        // One more than a minute allows, and as many again should a new minute begin meanwhile.
        while (statuses.Count < 62 && !statuses.Contains(HttpStatusCode.TooManyRequests))
        {
            using var answer = await form.SendAsync(client, $"guess-{statuses.Count}@example.test", "wrong");
            statuses.Add(answer.StatusCode);
            last = await answer.Content.ReadAsStringAsync();
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.InRange(statuses.Count, 31, 62);
        Assert.Contains("Too many failed attempts from your address", last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_by_GET_or_without_the_token_changes_nothing()
    {
        using var client = App.Client();
        client.DefaultRequestHeaders.Add("Cookie", await App.SessionCookieAsync(Browser.Scientist));

        using var get = await client.GetAsync("account/sign-out");
        using var post = await client.PostAsync("account/sign-out", null);

        Assert.NotEqual(HttpStatusCode.Redirect, get.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, post.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("models")).StatusCode);
    }
}
