using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

/// <summary>What a script that lost an answer relies on: the same call again has the same answer and no second effect.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed partial class IdempotencyTests(RegistryApp app, PermissionWorld world) : IClassFixture<PermissionWorld>
{
    private const string Body = """{"description":"first"}""";

    // MLflow's clients and directories know no such key.
    public static TheoryData<PermissionRow> ChangingRows =>
        [.. PermissionTable.Rows.Where(row => row.Method is not ("GET" or "HEAD") && !row.Pattern.Contains("/artifacts/", StringComparison.Ordinal)
            && !PermissionTable.IsMlflow(row) && !PermissionTable.IsScim(row))];

    [Theory]
    [MemberData(nameof(ChangingRows))]
    public async Task The_same_call_again_is_answered_alike_and_changes_nothing(PermissionRow row)
    {
        var caller = new[] { Who.Admin, Who.Scientist, Who.Reviewer }.First(who => row.Allowed.HasFlag(who));
        using var client = world.ClientOf(caller);
        var (address, body) = await world.CallAsync(row);
        var key = NewKey();

        using var first = await SendAsync(client, row.Method, address, key, body);
        var events = await EventsOfAsync(world.IdOf(caller));
        using var again = await SendAsync(client, row.Method, address, key, body);

        var text = await first.Content.ReadAsStringAsync();
        Assert.True(first.IsSuccessStatusCode, text);
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal(events, await EventsOfAsync(world.IdOf(caller)));
        Assert.Equal(["true"], again.Headers.GetValues("Idempotent-Replayed"));
        if (HoldsSecret(text))
        {
            var problem = await again.ProblemAsync(409, "already_created");
            Assert.Equal(JsonNode.Parse(text)!.Text("id"), problem.Text("id"));
            return;
        }

        Assert.Equal((first.StatusCode, first.Headers.Location, text), (again.StatusCode, again.Headers.Location, await again.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task An_answer_is_given_again_to_whoever_may_do_the_same_and_to_nobody_else()
    {
        var person = await app.PersonAsync("replaying", Roles.DataScientist);
        var (mine, other) = (RegistryApp.NewName("replayed"), RegistryApp.NewName("other"));
        await app.AModelAsync(person, mine);
        await app.AModelAsync(person, other);
        var (key, address) = (NewKey(), $"/api/v1/models/{mine}/versions");
        using var first = app.ClientWith(await app.TokenAsync(person, [Scopes.Register]));
        using var alike = app.ClientWith(await app.TokenAsync(person, [Scopes.Register, Scopes.Read], mine));
        using var reads = app.ClientWith(await app.TokenAsync(person, [Scopes.Read]));
        using var elsewhere = app.ClientWith(await app.TokenAsync(person, [Scopes.Register], other));
        using var made = await SendAsync(first, "POST", address, key, "{}");
        Assert.True(made.IsSuccessStatusCode);

        using var again = await SendAsync(alike, "POST", address, key, "{}");
        using var byReader = await SendAsync(reads, "POST", address, key, "{}");
        using var byOther = await SendAsync(elsewhere, "POST", address, key, "{}");
        await app.Get<People>().SetRolesAsync(person.UserId!.Value, [Roles.Viewer], Actor.System, default);
        using var later = await SendAsync(first, "POST", address, key, "{}");

        Assert.Equal(["true"], again.Headers.GetValues("Idempotent-Replayed"));
        await byReader.ProblemAsync(403, "scope_missing");
        await byOther.ProblemAsync(403, "token_limited");
        Assert.True(later.IsSuccessStatusCode); // still the owner of the model
    }

    [Fact]
    public async Task One_version_and_one_event_come_of_two_calls_with_one_key()
    {
        var (client, model) = await AModelAsync();
        var key = NewKey();

        using var first = await SendAsync(client, "POST", $"{model}/versions", key, """{"metrics":[{"name":"loss","value":"NaN"}]}""");
        await client.OkAsync("POST", $"{model}/versions", Body);
        using var again = await SendAsync(client, "POST", $"{model}/versions", key, """{"metrics":[{"name":"loss","value":"NaN"}]}""");

        Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await again.Content.ReadAsByteArrayAsync());
        Assert.Equal([2, 1], await NumbersAsync(client, model));
        var events = await client.OkAsync("GET", $"/api/v1/audit?model={model.Split('/')[^1]}&action=version.created");
        Assert.Equal(2, events.Items().Count());
    }

    [Theory]
    [InlineData(Body, """{"description":"other"}""")]
    [InlineData(Body, """{"description": "first"}""")]
    [InlineData(Body, "{}")]
    public async Task The_same_key_with_another_body_is_refused(string body, string other)
    {
        var (client, model) = await AModelAsync();
        var key = NewKey();
        using var first = await SendAsync(client, "POST", $"{model}/versions", key, body);

        using var again = await SendAsync(client, "POST", $"{model}/versions", key, other);

        var problem = await again.ProblemAsync(422, "idempotency_key_reused");
        Assert.Equal("Idempotency-Key", problem.Text("field"));
        Assert.Equal([1], await NumbersAsync(client, model));
    }

    [Fact]
    public async Task A_refusal_is_not_kept()
    {
        using var client = await app.ClientAs(Roles.DataScientist);
        var model = $"/api/v1/models/{RegistryApp.NewName("late")}";
        var key = NewKey();
        using var missing = await SendAsync(client, "POST", $"{model}/versions", key, Body);
        await missing.ProblemAsync(404, "model_not_found");
        await client.OkAsync("POST", "/api/v1/models", $$"""{"name":"{{model.Split('/')[^1]}}"}""");

        using var again = await SendAsync(client, "POST", $"{model}/versions", key, Body);

        Assert.Equal(201, (int)again.StatusCode);
    }

    [Fact]
    public async Task A_refusal_of_permission_is_recorded_and_not_kept()
    {
        var viewer = await app.PersonAsync("viewer", Roles.Viewer);
        using var client = app.ClientAs(viewer);
        var (key, body) = (NewKey(), $$"""{"name":"{{RegistryApp.NewName("mine")}}"}""");
        using (var refused = await SendAsync(client, "POST", "/api/v1/models", key, body))
        {
            await refused.ProblemAsync(403, "role_missing");
        }

        await app.Get<People>().SetRolesAsync(viewer.UserId!.Value, [Roles.DataScientist], Actor.System, default);
        using var again = await SendAsync(client, "POST", "/api/v1/models", key, body);

        Assert.Equal(201, (int)again.StatusCode);
        await using var db = app.Get<IDbContextFactory<RegistryDbContext>>().CreateDbContext();
        Assert.Single(await db.AuditEvents.Where(audit => audit.ActorId == viewer.UserId && audit.Action == "access.refused").ToListAsync());
    }

    [Fact]
    public async Task An_answer_with_a_secret_is_given_once_and_kept_nowhere()
    {
        using var client = await app.ClientAs(Roles.Admin);
        var email = $"{RegistryApp.NewName("invited")}@example.test";
        using var token = await SendAsync(client, "POST", "/api/v1/tokens", NewKey(), """{"name":"ci","scopes":["read"]}""");
        using var invited = await SendAsync(client, "POST", "/api/v1/users", NewKey(), $$"""{"email":"{{email}}"}""");

        var secrets = new[] { await MemberAsync(token, "token"), (await MemberAsync(invited, "invitation")).Split('=')[^1] };
        await using var db = app.Get<IDbContextFactory<RegistryDbContext>>().CreateDbContext();
        var kept = string.Join('\n', (await db.IdempotencyRecords.ToListAsync())
            .Select(record => $"{record.KeyHash} {record.BodyHash} {record.Answer} {record.CreatedId}"));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, kept, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Twenty_calls_at_once_with_one_key_are_one_version_and_twenty_equal_answers()
    {
        var (client, model) = await AModelAsync();
        var key = NewKey();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var answer = await SendAsync(client, "POST", $"{model}/versions", key, Body);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }));

        Assert.Equal(201, Assert.Single(answers.Distinct()).Item1);
        Assert.Equal([1], await NumbersAsync(client, model));
    }

    [Fact]
    public async Task The_answer_is_the_same_after_a_restart()
    {
        var own = new RegistryApp();
        await own.InitializeAsync();
        var person = await own.PersonAsync("scientist", Roles.DataScientist);
        var (key, token) = (NewKey(), await own.TokenAsync(person, [Scopes.Register]));
        byte[] first;
        using (var before = own.ClientWith(token))
        {
            using var answer = await SendAsync(before, "POST", "/api/v1/models", key, """{"name":"fraud"}""");
            first = await answer.Content.ReadAsByteArrayAsync();
        }

        var restarted = await own.RestartAsync();
        using (var after = restarted.ClientWith(token))
        {
            using var again = await SendAsync(after, "POST", "/api/v1/models", key, """{"name":"fraud"}""");
            using var without = await after.SendAsync("POST", "/api/v1/models", """{"name":"fraud"}""");

            Assert.Equal(first, await again.Content.ReadAsByteArrayAsync());
            Assert.Equal(201, (int)again.StatusCode);
            await without.ProblemAsync(409, "model_name_taken");
        }

        await ((IAsyncLifetime)restarted).DisposeAsync();
    }

    private static bool HoldsSecret(string answer) =>
        answer.Length > 0 && JsonNode.Parse(answer) is JsonObject members && (members["token"] ?? members["invitation"]) is not null;

    private static string NewKey() => Guid.NewGuid().ToString();

    private static HttpRequestMessage Request(string method, string address, string key, string? body = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = body is null ? null : Json.Body(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return request;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string address, string key, string? body = null)
    {
        using var request = Request(method, address, key, body);
        return await client.SendAsync(request);
    }

    private static async Task<string> MemberAsync(HttpResponseMessage answer, string member) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.Text(member)!;

    private static async Task<List<int>> NumbersAsync(HttpClient client, string model) =>
        [.. (await client.OkAsync("GET", $"{model}/versions")).Items().Select(version => (int)version["number"]!)];

    // Other tests change this registry at the same time.
    private async Task<int> EventsOfAsync(Guid person)
    {
        await using var db = app.Get<IDbContextFactory<RegistryDbContext>>().CreateDbContext();
        return await db.AuditEvents.CountAsync(audit => audit.ActorId == person);
    }

    private async Task<(HttpClient Client, string Model)> AModelAsync(HttpClient? by = null)
    {
        var client = by ?? await app.ClientAs(Roles.DataScientist);
        var name = RegistryApp.NewName("idempotent");
        await client.OkAsync("POST", "/api/v1/models", $$"""{"name":"{{name}}"}""");
        return (client, $"/api/v1/models/{name}");
    }
}
