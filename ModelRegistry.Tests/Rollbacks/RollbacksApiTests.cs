using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>The contract of design 6.1, and what security asks of it (H140 to H146).</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class RollbacksApiTests(RegistryApp app) : IAsyncLifetime
{
    private readonly string _name = RegistryApp.NewName("rollbacks");
    private Actor _scientist = null!;
    private Actor _operator = null!;
    private HttpClient _client = null!;

    private string Address => $"/api/v1/models/{_name}/slots/production/rollback";

    public async Task InitializeAsync()
    {
        _scientist = await app.PersonAsync("rollbacks", Roles.DataScientist);
        _operator = await app.PersonAsync("on.call", Roles.Operator);
        await app.AModelAsync(_scientist, _name);
        for (var version = 1; version <= 3; version++)
        {
            await app.ASealedVersionAsync(_scientist, _name, content: $"{_name} {version}");
            await app.PutAsync(Actor.System, _name, Stage.Production, version);
        }

        _client = app.ClientWithCookie(await app.SessionCookieAsync(_operator));
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_rollback_has_the_shape_of_the_contract()
    {
        var rollback = (await _client.OkAsync("POST", Address, """{"toVersion":2,"reason":"Latency too high","expectedOccupant":3,"quarantine":true}"""))
            .AsObject();

        Assert.Equal(["id", "model", "slot", "from", "to", "kind", "reason", "incident", "by", "at", "verified", "quarantined", "quarantineId", "postReviewId"],
            rollback.Select(member => member.Key));
        Assert.Equal((_name, "production", 3, 2, "back"),
            (rollback.Text("model"), rollback.Text("slot"), (int)rollback["from"]!, (int)rollback["to"]!, rollback.Text("kind")));
        Assert.Equal(["files", "bytes", "milliseconds"], rollback["verified"]!.AsObject().Select(member => member.Key));
        Assert.True((bool)rollback["quarantined"]!);
        var slots = (await _client.OkAsync("GET", $"/api/v1/models/{_name}/slots")).AsArray();
        Assert.Equal((long)rollback["id"]!, (long)slots.Single(slot => slot!.Text("slot") == "production")!["rollbackId"]!);
        var history = await _client.OkAsync("GET", $"/api/v1/models/{_name}/slots/production/history");
        Assert.Equal((long)rollback["id"]!, (long)history.Items().First()["rollbackId"]!);
        var review = (await _client.OkAsync("GET", "/api/v1/post-reviews")).Items().Single(found => found.Text("model") == _name);
        Assert.Equal(((long)rollback["id"]!, "rollback"), ((long)review["rollbackId"]!, review.Text("kind")));
    }

    [Fact]
    public async Task A_preview_has_the_shape_of_the_contract()
    {
        var preview = await _client.OkAsync("GET", $"{Address}?rehash=true");

        Assert.Equal(3, (int)preview["occupant"]!);
        var candidate = preview["candidates"]![0]!;
        Assert.Equal((2, true, true), ((int)candidate["version"]!, (bool)candidate["proposed"]!, (bool)candidate["ok"]!));
        Assert.NotNull(candidate["until"]);
        Assert.Equal(["files", "hashes", "quarantine", "archived", "signature"], candidate["checks"]!.AsArray().Select(check => check!.Text("name")));
        Assert.All(candidate["checks"]!.AsArray(), check => Assert.Equal(["name", "outcome", "detail", "ok"], check!.AsObject().Select(member => member.Key)));
        Assert.Contains(preview["readiness"]!.Text("state"), new[] { "amber", "green" }); // as far as the job has come
    }

    [Fact]
    public async Task The_same_call_again_has_the_same_answer_and_one_row_of_history()
    {
        using var first = await SendAsync("key-1", """{"reason":"Wrong predictions","expectedOccupant":3}""");
        using var again = await SendAsync("key-1", """{"reason":"Wrong predictions","expectedOccupant":3}""");

        Assert.Equal(200, (int)first.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(["true"], again.Headers.GetValues("Idempotent-Replayed"));
        Assert.Equal([2, 3, 2, 1], (await _client.OkAsync("GET", $"/api/v1/models/{_name}/slots/production/history")).Items()
            .Select(stay => (int)stay["version"]!));
    }

    [Fact]
    public async Task A_replay_is_answered_also_when_the_target_was_damaged_and_the_slot_moved_back_since()
    {
        using var first = await SendAsync("key-2", """{"toVersion":2,"reason":"Wrong predictions","expectedOccupant":3}""");
        await app.PutAsync(Actor.System, _name, Stage.Production, 3);
        File.Delete(app.StoredFile((await app.Get<Core.Versions.VersionArtifacts>().FindAsync(_name, "2", "model/model.pkl", _scientist, default)).Sha256));

        using var again = await SendAsync("key-2", """{"toVersion":2,"reason":"Wrong predictions","expectedOccupant":3}""");

        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task H140_data_scientists_of_other_models_viewers_and_auditors_may_not()
    {
        foreach (var role in new[] { Roles.Viewer, Roles.DataScientist, Roles.Auditor, Roles.Emergency })
        {
            using var client = await app.ClientAs(role);
            using var answer = await client.SendAsync("POST", Address, """{"reason":"x","expectedOccupant":3}""");
            await answer.ProblemAsync(403, "role_missing");
        }
    }

    [Theory]
    [InlineData("""{"toVersion":3,"reason":"x","expectedOccupant":3}""", 409, "already_occupant")] // H146
    [InlineData("""{"toVersion":9,"reason":"x","expectedOccupant":3}""", 409, "not_a_former_occupant")] // H141
    [InlineData("""{"toVersion":1,"reason":"x","expectedOccupant":2}""", 409, "occupant_changed")] // H145
    [InlineData("""{"toVersion":1,"reason":" ","expectedOccupant":3}""", 422, "field_required")]
    [InlineData("""{"toVersion":1,"expectedOccupant":3}""", 422, "field_required")]
    [InlineData("""{"toVersion":1,"reason":"x"}""", 422, "field_required")]
    [InlineData("""{"toVersion":"one","reason":"x","expectedOccupant":3}""", 422, "field_invalid")]
    [InlineData("""{"version":1,"reason":"x","expectedOccupant":3}""", 422, "field_unknown")]
    public async Task Refusals_have_a_status_and_a_code(string body, int status, string code)
    {
        using var answer = await _client.SendAsync("POST", Address, body);

        await answer.ProblemAsync(status, code);

        Assert.Equal(3, (int)(await _client.OkAsync("GET", $"/api/v1/resolve/{_name}@production"))["version"]!);
    }

    [Fact]
    public async Task H143_a_missing_file_is_refused_with_its_name_and_the_next_candidate()
    {
        File.Delete(app.StoredFile((await app.Get<Core.Versions.VersionArtifacts>().FindAsync(_name, "2", "model/model.pkl", _scientist, default)).Sha256));

        using var answer = await _client.SendAsync("POST", Address, """{"toVersion":2,"reason":"x","expectedOccupant":3}""");

        var problem = await answer.ProblemAsync(409, "integrity_failed");
        Assert.Equal("""[{"path":"model/model.pkl","problem":"missing"}]""", problem["files"]!.ToJsonString());
        Assert.Equal(1, (int)problem["next"]!);
        Assert.Equal(3, (int)(await _client.OkAsync("GET", $"/api/v1/resolve/{_name}@production"))["version"]!);
        var events = await _client.OkAsync("GET", $"/api/v1/audit?model={_name}&action=version.verified");
        Assert.Contains(events.Items(), entry => !(bool)entry["after"]!["ok"]!);
    }

    [Fact]
    public async Task Taken_out_it_resolves_to_nothing()
    {
        var model = RegistryApp.NewName("first");
        await app.AModelAsync(_scientist, model);
        await app.ASealedVersionAsync(_scientist, model);
        await app.PutAsync(Actor.System, model, Stage.Production, 1);

        await _client.OkAsync("POST", $"/api/v1/models/{model}/slots/production/rollback",
            """{"reason":"Bad input data","expectedOccupant":1,"takeOut":true}""");

        using var answer = await _client.GetAsync($"/api/v1/resolve/{model}@production");
        await answer.ProblemAsync(404, "slot_empty");
    }

    [Fact]
    public async Task A_token_with_the_scope_does_it_for_its_models_only()
    {
        using var client = app.ClientWith(await app.TokenAsync(_operator, [Scopes.Rollback], _name));
        using var other = app.ClientWith(await app.TokenAsync(_operator, [Scopes.Read, Scopes.Promote]));
        var elsewhere = RegistryApp.NewName("elsewhere");
        await app.AModelAsync(_scientist, elsewhere);

        using var refused = await other.SendAsync("POST", Address, """{"reason":"x","expectedOccupant":3}""");
        await refused.ProblemAsync(403, "scope_missing");
        using var hidden = await client.SendAsync("POST", $"/api/v1/models/{elsewhere}/slots/production/rollback", """{"reason":"x","expectedOccupant":3}""");
        await hidden.ProblemAsync(404, "model_not_found");
        Assert.Equal(2, (int)(await client.OkAsync("POST", Address, """{"reason":"x","expectedOccupant":3}"""))["to"]!);
    }

    [Fact]
    public async Task The_running_program_rehearses_what_moved()
    {
        string? state = null;

        await Until.HoldsAsync(() => (state =
            app.Get<ReadinessQueries>().OfModelAsync(_name, _scientist, default).GetAwaiter().GetResult()[0].State.ToString()) == "Green",
            $"{_name} is ready, and not {state}");

        Assert.Equal(2, (int)(await _client.OkAsync("GET", Address))["readiness"]!["fallback"]!);
    }

    private Task<HttpResponseMessage> SendAsync(string key, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", $"{key}-{_name}");
        return _client.SendAsync(request);
    }
}
