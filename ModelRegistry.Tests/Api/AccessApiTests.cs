using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Factors;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

[Collection(RegistryAppCollection.Name)]
public sealed class AccessApiTests(RegistryApp app)
{
    [Fact]
    public async Task What_is_told_to_somebody_is_kept_by_no_cache()
    {
        using var viewer = await app.ClientAs(Roles.Viewer);

        foreach (var address in new[] { "/api/v1/models", "/api/v1/models/nothing-here", "/", "/openapi/v1.json" })
        {
            using var answer = await viewer.GetAsync(address);
            Assert.True(answer.Headers.CacheControl?.NoStore, address);
        }
    }

    [Fact]
    public async Task A_session_is_told_how_to_prove_that_it_is_still_its_person()
    {
        var admin = await app.PersonAsync("admin", Roles.Admin);
        using var client = app.ClientWithCookie(await app.SessionCookieAsync(admin));
        using var script = app.ClientAs(admin);
        using var demanded = await client.SendAsync("PUT", "/api/v1/second-factor/roles", """{"roles":[],"proof":true}""");
        demanded.EnsureSuccessStatusCode();
        var viewer = await app.PersonAsync("viewer", Roles.Viewer);
        var (address, body) = ($"/api/v1/users/{viewer.UserId}/roles", """{"roles":["Operator"]}""");
        await app.Get<RegistryStore>().WriteAsync(Actor.System, async transaction =>
        {
            transaction.AllowUnaudited();
            await transaction.Db.UserSessions.Where(session => session.UserId == admin.UserId)
                .ExecuteUpdateAsync(set => set.SetProperty(session => session.ProvedAt, (DateTimeOffset?)null));
        }, default);

        try
        {
            using var refused = await client.SendAsync("PUT", address, body);
            var problem = await refused.ProblemAsync(403, "proof_needed");
            Assert.Equal("/api/v1/account/proof", problem.Text("prove"));
            using var wrong = await client.SendAsync("POST", "/api/v1/account/proof", """{"proof":"not it"}""");
            await wrong.ProblemAsync(422, "proof_wrong");
            using var byPassword = await script.SendAsync("PUT", address, body);
            await byPassword.ProblemAsync(403, "proof_needed");

            using var proved = await client.SendAsync("POST", "/api/v1/account/proof", $$"""{"proof":"{{Given.Password}}"}""");
            Assert.Equal(HttpStatusCode.NoContent, proved.StatusCode);
            using var done = await client.SendAsync("PUT", address, body);
            Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        }
        finally
        {
            await app.Get<SecondFactorWorkflow>().DemandAsync(new FactorRoles([]) { Proof = false }, Actor.System, default);
        }
    }

    [Fact]
    public async Task What_a_grant_can_be_on_is_said_to_who_writes_it_wrong()
    {
        using var admin = await app.ClientAs(Roles.Admin);

        using var answer = await admin.SendAsync("POST", "/api/v1/grants", """{"to":{"team":"x"},"on":"galaxy","right":"read"}""");

        var problem = await answer.ProblemAsync(422, "field_invalid");
        Assert.Equal("""'on' must be "server", {"collection": "risk/emea"} or {"model": "fraud"}.""", problem.Text("detail"));
    }

    [Fact]
    public async Task A_token_is_shown_once_and_works_as_bearer_and_as_the_password_of_basic()
    {
        var viewer = await app.PersonAsync("viewer", Roles.Viewer);
        using var client = app.ClientAs(viewer);

        var made = await client.OkAsync("POST", "/api/v1/tokens", """{"name":"ci","scopes":["read"]}""");
        var secret = made.Text("token")!;
        var list = await client.OkAsync("GET", "/api/v1/tokens");
        using var bearer = app.ClientWith(secret);
        using var basic = app.Client(new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"anything:{secret}"))));

        Assert.DoesNotContain(secret, list.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(made.Text("id"), list.Items().Single().Text("id"));
        await bearer.OkAsync("GET", "/api/v1/models");
        await basic.OkAsync("GET", "/api/v1/models");
    }

    [Fact]
    public async Task A_revoked_token_is_refused_at_once()
    {
        var viewer = await app.PersonAsync("viewer", Roles.Viewer);
        using var client = app.ClientAs(viewer);
        var made = await client.OkAsync("POST", "/api/v1/tokens", """{"name":"ci","scopes":["read"]}""");
        using var script = app.ClientWith(made.Text("token")!);
        await script.OkAsync("GET", "/api/v1/models");

        await client.OkAsync("DELETE", $"/api/v1/tokens/{made.Text("id")}");

        using var answer = await script.GetAsync("/api/v1/models");
        await answer.ProblemAsync(401, "not_authenticated");
        Assert.Contains("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_guesses_is_told_to_wait_and_what_is_right_is_never_refused_for_it()
    {
        var viewer = await app.PersonAsync("viewer", Roles.Viewer);
        var token = await app.TokenAsync(viewer, [Scopes.Read]);
        var cookie = await app.SessionCookieAsync(viewer);
        using var client = app.Client();

        var guesses = new List<int>();
        for (var guess = 0; guess < 40; guess++)
        {
            guesses.Add(await StatusAsync(client, new("Bearer", $"mr_guess-{guess}")));
        }

        Assert.Equal((401, 429), (guesses[0], guesses[^1]));
        Assert.Equal(200, await StatusAsync(client, new("Bearer", token)));
        Assert.Equal(200, await StatusAsync(client, new("Basic", RawHttp.Credentials(viewer))));
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal(200, await StatusAsync(client, null));
        Assert.Equal(429, await StatusAsync(client, new("Basic", Convert.ToBase64String("a@example.test:a guess"u8))));
    }

    private static async Task<int> StatusAsync(HttpClient client, System.Net.Http.Headers.AuthenticationHeaderValue? credentials)
    {
        using var call = new HttpRequestMessage(HttpMethod.Get, "/api/v1/models");
        call.Headers.Authorization = credentials;
        using var answer = await client.SendAsync(call);
        return (int)answer.StatusCode;
    }

    [Theory]
    [InlineData("/api/v1/models", "detail")]
    [InlineData("/api/2.0/mlflow/registered-models/search", "message")]
    public async Task The_password_of_an_account_with_a_second_factor_is_refused_to_scripts_in_a_clear_sentence(string address, string sentence)
    {
        var person = await app.PersonAsync("careful", Roles.Viewer);
        var token = await app.TokenAsync(person, [Scopes.Read]);
        using var known = app.ClientAs(person);
        Assert.Equal(200, (int)(await known.GetAsync(address)).StatusCode); // and is remembered
        await Authenticator.OfAsync(app, person);

        using var refused = await known.GetAsync(address);
        using var asPassword = app.Client(new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"anything:{token}"))));

        Assert.Equal(401, (int)refused.StatusCode);
        Assert.Contains("Send an access token instead, as Bearer or as the password of Basic.",
            JsonNode.Parse(await refused.Content.ReadAsStringAsync())!.Text(sentence), StringComparison.Ordinal);
        Assert.Equal(200, (int)(await asPassword.GetAsync(address)).StatusCode);
    }

    [Fact]
    public async Task An_admin_sees_and_resets_the_second_factor_of_an_account()
    {
        var person = await app.PersonAsync("careful", Roles.Viewer);
        await Authenticator.OfAsync(app, person);
        using var admin = await app.ClientAs(Roles.Admin);
        var before = await admin.OkAsync("PATCH", $"/api/v1/users/{person.UserId}", """{"displayName":"Careful"}""");

        using var reset = await admin.SendAsync("DELETE", $"/api/v1/users/{person.UserId}/second-factor", null);
        using var again = await admin.SendAsync("DELETE", $"/api/v1/users/{person.UserId}/second-factor", null);
        var after = await admin.OkAsync("PATCH", $"/api/v1/users/{person.UserId}", """{"displayName":"Again"}""");

        Assert.Equal((204, true, false), ((int)reset.StatusCode, (bool)before["secondFactor"]!, (bool)after["secondFactor"]!));
        await again.ProblemAsync(409, "second_factor_off");
    }

    [Fact]
    public async Task A_disabled_account_is_refused_on_every_door_at_once()
    {
        var viewer = await app.PersonAsync("viewer", Roles.Viewer);
        using var admin = await app.ClientAs(Roles.Admin);
        HttpClient[] doors = [app.ClientAs(viewer), app.ClientWith(await app.TokenAsync(viewer, [Scopes.Read])),
            app.ClientWithCookie(await app.SessionCookieAsync(viewer))];
        await Task.WhenAll(doors.Select(door => door.OkAsync("GET", "/api/v1/models")));

        await admin.OkAsync("PATCH", $"/api/v1/users/{viewer.UserId}", """{"disabled":true}""");

        Assert.All(await Task.WhenAll(doors.Select(door => door.GetAsync("/api/v1/models"))), answer => Assert.Equal(401, (int)answer.StatusCode));
    }

    [Fact]
    public async Task An_account_without_a_password_gets_an_invitation_that_is_shown_once()
    {
        using var admin = await app.ClientAs(Roles.Admin);
        var email = $"{RegistryApp.NewName("invited")}@example.test";

        var made = await admin.OkAsync("POST", "/api/v1/users", $$"""{"email":"{{email}}","displayName":"New","roles":["Viewer","Reviewer"]}""");
        var reset = await admin.OkAsync("PATCH", $"/api/v1/users/{made.Text("id")}", """{"reset":true}""");
        var renamed = await admin.OkAsync("PATCH", $"/api/v1/users/{made.Text("id")}", """{"displayName":"Newer"}""");

        Assert.StartsWith("/account/invitation?token=", made.Text("invitation"), StringComparison.Ordinal);
        Assert.StartsWith("/account/invitation?token=", reset.Text("invitation"), StringComparison.Ordinal);
        Assert.NotEqual(made.Text("invitation"), reset.Text("invitation"));
        Assert.Equal((null, "Newer", """["Reviewer","Viewer"]"""), (renamed.Text("invitation"), renamed.Text("displayName"), renamed["roles"]!.ToJsonString()));
    }

    [Fact]
    public async Task A_service_account_says_who_answers_for_it()
    {
        using var admin = await app.ClientAs(Roles.Admin);
        var person = await app.PersonAsync("person", Roles.Viewer);

        var made = await admin.OkAsync("POST", "/api/v1/users", $$"""{"email":"{{RegistryApp.NewName("ci")}}@example.test","responsible":"{{person.Name}}"}""");
        var changed = await admin.OkAsync("PATCH", $"/api/v1/users/{made.Text("id")}", """{"responsible":""}""");
        using var refused = await admin.SendAsync("PATCH", $"/api/v1/users/{made.Text("id")}", """{"responsible":"nobody@example.test"}""");

        Assert.Equal((person.Name, null), (made.Text("responsible"), changed.Text("responsible")));
        Assert.Equal("responsible", (await refused.ProblemAsync(422, "responsible_unknown")).Text("field"));
    }

    [Fact]
    public async Task Roles_are_replaced_as_a_whole()
    {
        using var admin = await app.ClientAs(Roles.Admin);
        var person = await app.PersonAsync("person", Roles.Viewer);

        var changed = await admin.OkAsync("PUT", $"/api/v1/users/{person.UserId}/roles", """{"roles":["Operator","Auditor"]}""");

        Assert.Equal("""["Auditor","Operator"]""", changed["roles"]!.ToJsonString());
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task What_another_site_makes_a_browser_send_is_refused(string header, string value)
    {
        using var browser = app.ClientWithCookie(await app.SessionCookieAsync(await app.PersonAsync("scientist", Roles.DataScientist)));
        browser.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        using var answer = await browser.SendAsync("POST", "/api/v1/models", $$"""{"name":"{{RegistryApp.NewName("foreign")}}"}""");

        await answer.ProblemAsync(403, "foreign_origin");
    }

    [Fact]
    public async Task A_password_that_the_browser_remembers_is_no_way_in_for_another_site()
    {
        using var remembered = await app.ClientAs(Roles.DataScientist);
        remembered.DefaultRequestHeaders.TryAddWithoutValidation("Origin", "https://evil.example");

        using var answer = await remembered.SendAsync("POST", "/api/v1/models", $$"""{"name":"{{RegistryApp.NewName("foreign")}}"}""");

        await answer.ProblemAsync(403, "foreign_origin");
    }

    [Theory]
    [InlineData("Bearer", "mr_nothing")]
    [InlineData("Basic", "bm9ib2R5Ondyb25n")]
    [InlineData("Basic", "not-base64")]
    [InlineData("Negotiate", "x")]
    public async Task Wrong_credentials_are_one_answer(string scheme, string parameter)
    {
        using var client = app.Client(new(scheme, parameter));

        using var answer = await client.GetAsync("/api/v1/models");

        await answer.ProblemAsync(401, "not_authenticated");
    }
}
