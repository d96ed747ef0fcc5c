using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Mlflow;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Security;

/// <summary>Ways around the way in: other spellings of an address, methods, headers and hosts, and what a browser sends on behalf of another site.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class OtherDoorsTests(RegistryApp app) : IAsyncLifetime
{
    private readonly string _model = RegistryApp.NewName("door");
    private Actor _scientist = null!;

    public async Task InitializeAsync()
    {
        _scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        await app.AModelAsync(_scientist, _model);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("//api/v1/models")]
    [InlineData("/API/v1/models")]
    [InlineData("/api/v1/models/")]
    [InlineData("/./api/v1/models")]
    [InlineData("/x/../api/v1/models")]
    [InlineData("/x/..%2fapi/v1/models")]
    [InlineData("/%61pi/v1/models")]
    [InlineData("/api;v=1/v1/models")]
    [InlineData("/api/v1/models;v=1")]
    [InlineData("/api/v1/models?")]
    [InlineData("/api%2fv1%2fmodels")]
    [InlineData("//api/2.0/mlflow/registered-models/search")]
    [InlineData("/API/2.0/MLFLOW/registered-models/search")]
    [InlineData("/%61pi/2.0/mlflow/registered-models/search")]
    [InlineData("/api/2.0/preview/mlflow/registered-models/search")]
    public async Task Another_spelling_of_an_address_opens_nothing_to_a_stranger(string target)
    {
        var stranger = await RawHttp.SendAsync(app, $"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

        Assert.True(stranger.Status is 302 or 400 or 401 or 404, $"{target} answered {stranger.Status}");
        Assert.DoesNotContain(_model, stranger.Text, StringComparison.Ordinal);
        Oracles.RequireQuiet(stranger.Text, app);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("token")]
    [InlineData("api_key")]
    public async Task A_token_in_an_address_is_none(string name)
    {
        using var owner = app.ClientAs(_scientist);
        var secret = (await owner.OkAsync("POST", "/api/v1/tokens", """{"name":"ci","scopes":["read"]}""")).Text("token")!;
        using var stranger = app.Client();

        using var answer = await stranger.GetAsync($"/api/v1/models?{name}={secret}");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("X-WEBAUTH-USER")]
    [InlineData("X-Forwarded-User")]
    [InlineData("X-Remote-User")]
    [InlineData("X-MS-CLIENT-PRINCIPAL-NAME")]
    [InlineData("Remote-User")]
    public async Task A_header_makes_nobody_of_a_stranger(string header)
    {
        using var stranger = app.Client();
        stranger.DefaultRequestHeaders.TryAddWithoutValidation(header, _scientist.Name);

        using var answer = await stranger.GetAsync("/api/v1/models");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override", "DELETE")]
    [InlineData("X-HTTP-Method", "DELETE")]
    [InlineData("X-Method-Override", "DELETE")]
    public async Task A_header_makes_no_other_method(string header, string method)
    {
        using var owner = app.ClientAs(_scientist);
        owner.DefaultRequestHeaders.TryAddWithoutValidation(header, method);

        using var answer = await owner.SendAsync("POST", $"/api/v1/models/{_model}?_method=DELETE", "{}");

        Assert.True(answer.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound, $"{answer.StatusCode}");
        await owner.OkAsync("GET", $"/api/v1/models/{_model}");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("FOO")]
    [InlineData("TRACE")]
    public async Task A_change_is_made_by_its_own_method_alone(string method)
    {
        foreach (var target in new[]
        {
            $"/api/2.0/mlflow/registered-models/delete?name={_model}", $"/ajax-api/2.0/mlflow/registered-models/delete?name={_model}",
            $"/api/v1/models/{_model}/delete", $"/api/2.0/mlflow/registered-models/rename?name={_model}&new_name=x",
        })
        {
            var answer = await RawHttp.SendAsync(app, _scientist, method, target);

            Assert.True(answer.Status is 400 or 404 or 405 or 501, $"{method} {target} answered {answer.Status}");
            Oracles.RequireQuiet(answer.Text, app);
        }

        await app.Get<ModelQueries>().GetAsync(_model, _scientist, default);
    }

    [Theory]
    [InlineData("/signup")]
    [InlineData("/register")]
    [InlineData("/Account/Register")]
    [InlineData("/identity/register")]
    [InlineData("/manage/info")]
    [InlineData("/api/2.0/mlflow/users/create")]
    public async Task Nobody_makes_an_account_for_themselves(string address)
    {
        using var stranger = app.Client();
        foreach (var method in new[] { "GET", "POST" })
        {
            using var answer = await stranger.SendAsync(method, address,
                """{"username":"mallory","email":"mallory@example.test","password":"a long enough one"}""");

            Assert.True((int)answer.StatusCode is 302 or 401 or 403 or 404 or 405, $"{method} {address} answered {(int)answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData(null)]
    public async Task What_a_form_of_another_site_sends_with_a_cookie_changes_nothing(string? type)
    {
        using var browser = app.ClientWithCookie(await app.SessionCookieAsync(_scientist));
        browser.DefaultRequestHeaders.TryAddWithoutValidation("Origin", "https://evil.example");
        var name = RegistryApp.NewName("foreign");
        foreach (var address in new[] { "/api/2.0/mlflow/registered-models/create", "/ajax-api/2.0/mlflow/registered-models/create", "/api/v1/models" })
        {
            using var answer = await browser.PostAsync(address, Calls.Content($$"""{"name":"{{name}}"}""", type, Encoding.UTF8));

            Assert.True((int)answer.StatusCode is 403 or 415, $"{address} answered {(int)answer.StatusCode}");
        }

        Assert.Empty((await app.Get<ModelQueries>().ListAsync(new ModelSearch($"name = '{name}'"), _scientist, default)).Items);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://localhost:3000")]
    [InlineData("https://registry.example.evil.example")]
    public async Task No_other_site_may_read_an_answer(string origin)
    {
        using var browser = app.ClientWithCookie(await app.SessionCookieAsync(_scientist));
        browser.DefaultRequestHeaders.TryAddWithoutValidation("Origin", origin);
        browser.DefaultRequestHeaders.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
        foreach (var (method, address) in new[]
        {
            ("OPTIONS", "/api/v1/models"), ("GET", "/api/v1/models"), ("OPTIONS", "/api/2.0/mlflow/registered-models/create"),
        })
        {
            using var answer = await browser.SendAsync(method, address);

            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"), $"{method} {address}");
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"), $"{method} {address}");
        }
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:5000")]
    [InlineData("10.evil.example")]
    [InlineData("192.168.evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    public async Task A_name_that_is_not_this_servers_is_answered_to_no_browser(string host)
    {
        var cookie = await app.SessionCookieAsync(_scientist);
        foreach (var target in new[] { "/api/v1/models", "/", "/account/sign-in", "/api/2.0/mlflow/registered-models/search" })
        {
            foreach (var header in new[] { "", $"Cookie: {cookie}\r\n" })
            {
                var answer = await RawHttp.SendAsync(app,
                    $"GET {target} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Host: 127.0.0.1\r\n{header}Connection: close\r\n\r\n");

                Assert.True(answer.Status is 400 or 403 or 421, $"{host}{target} answered {answer.Status}");
                Assert.DoesNotContain(_model, answer.Text, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("/models/{m}/x.css")]
    [InlineData("/models/{m};x.css")]
    [InlineData("/models/{m}%0a.css")]
    [InlineData("/models/{m}/1/x.js")]
    public async Task No_page_passes_for_a_file_that_caches_keep(string target)
    {
        using var browser = app.ClientWithCookie(await app.SessionCookieAsync(_scientist));

        using var answer = await browser.GetAsync(target.Replace("{m}", _model, StringComparison.Ordinal));

        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest || answer.Headers.CacheControl?.NoStore == true,
            $"{target} answered {answer.StatusCode} {answer.Headers.CacheControl}");
    }

    [Fact]
    public async Task What_people_claim_of_themselves_is_ignored_or_refused()
    {
        using var owner = app.ClientAs(_scientist);
        foreach (var body in new[]
        {
            """{"role":"Admin"}""", """{"roles":["Admin"]}""", """{"isAdmin":true}""", """{"has_admin_role":true}""", """{"SecurityStamp":"x"}""",
            """{"EmailConfirmed":true}""", """{"LockoutEnd":null}""", """{"Id":"x"}""", """{"displayName":"x","Roles":["Admin"]}""",
        })
        {
            using var answer = await owner.SendAsync("PATCH", $"/api/v1/users/{_scientist.UserId}", body);

            Assert.True((int)answer.StatusCode is 400 or 403 or 422, $"{body}: {(int)answer.StatusCode}");
        }

        await using var db = await app.Get<IDbContextFactory<RegistryDbContext>>().CreateDbContextAsync();
        Assert.Equal(1, await db.UserRoles.CountAsync(row => row.UserId == _scientist.UserId));
    }

    [Theory]
    [InlineData("name='a' OR 1=1--")]
    [InlineData("name LIKE '%'; DROP TABLE Models")]
    [InlineData("name = 'a")]
    [InlineData("tags.`a")]
    [InlineData("tags.\"a'b\"='c'")]
    [InlineData("password = 'x'")]
    [InlineData("SecurityStamp LIKE '%'")]
    [InlineData("name = 'a' /* x */")]
    [InlineData("name LIKE '%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%'")]
    [InlineData("{long}")]
    [InlineData("{ands}")]
    public async Task A_filter_is_answered_or_refused_and_tells_nothing_of_the_database(string filter)
    {
        var sent = filter switch
        {
            "{long}" => $"name = '{new string('a', 100_000)}'",
            "{ands}" => string.Join(" AND ", Enumerable.Repeat("name = 'a'", 2_000)),
            _ => filter,
        };
        using var reader = app.ClientAs(_scientist);
        foreach (var address in new[]
        {
            $"/api/v1/models?filter={Uri.EscapeDataString(sent)}", $"/api/v1/models/{_model}/versions?filter={Uri.EscapeDataString(sent)}",
            $"/api/2.0/mlflow/registered-models/search?filter={Uri.EscapeDataString(sent)}",
            $"/api/2.0/mlflow/model-versions/search?filter={Uri.EscapeDataString(sent)}",
        }.Where(address => address.Length < 60_000))
        {
            using var answer = await reader.GetAsync(address);
            var text = await answer.Content.ReadAsStringAsync();

            Assert.True((int)answer.StatusCode is 200 or 400 or 414 or 422, $"{(int)answer.StatusCode}: {text}");
            Assert.DoesNotContain("SQLite", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("SELECT ", text, StringComparison.Ordinal);
            Oracles.RequireQuiet(text, app);
        }
    }
}
