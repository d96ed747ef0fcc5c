using System.Text.Json.Nodes;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

[Collection(RegistryAppCollection.Name)]
public sealed class AuditApiTests(RegistryApp app)
{
    [Fact]
    public async Task Events_are_listed_newest_first_and_filtered()
    {
        var scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        using var client = app.ClientAs(scientist);
        var model = RegistryApp.NewName("audited");
        await app.AModelAsync(scientist, model);
        await app.ASealedVersionAsync(scientist, model);

        var all = await client.OkAsync("GET", $"/api/v1/audit?model={model.ToUpperInvariant()}");
        var one = await client.OkAsync("GET", $"/api/v1/audit?model={model}&action=version.sealed&actor={scientist.Name}&from=2020-01-01T00:00:00Z");
        var none = await client.OkAsync("GET", $"/api/v1/audit?model={model}&to=2020-01-01T00:00:00Z");
        var page = await client.OkAsync("GET", $"/api/v1/audit?model={model}&pageSize=2");
        var rest = await client.OkAsync("GET", $"/api/v1/audit?model={model}&pageSize=2&pageToken={page.Text("nextPageToken")}");

        Assert.Equal(["version.sealed", "version.created", "model.created"], all.Items().Select(audited => audited.Text("action")));
        Assert.Single(one.Items());
        Assert.Empty(none.Items());
        Assert.Equal([2, 1], [page.Items().Count(), rest.Items().Count()]);
    }

    [Fact]
    public async Task A_refusal_of_permission_leaves_an_event_and_changes_nothing()
    {
        var viewer = await app.PersonAsync("viewer", Roles.Viewer);
        using var client = app.ClientAs(viewer);
        using var auditor = await app.ClientAs(Roles.Auditor);

        using var refused = await client.SendAsync("POST", "/api/v1/models", $$"""{"name":"{{RegistryApp.NewName("refused")}}"}""");

        var events = await auditor.OkAsync("GET", $"/api/v1/audit?actor={viewer.Name}");
        await refused.ProblemAsync(403, "role_missing");
        Assert.Equal(("access.refused", "api"), (Assert.Single(events.Items()).Text("action"), events.Items().First().Text("door")));
        var after = events.Items().First()["after"]!;
        Assert.Equal("POST /api/v1/models", after.Text("route"));
        Assert.StartsWith("127.1.", after.Text("address"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_and_a_verification_are_on_record_with_who_and_from_where()
    {
        var auditor = await app.PersonAsync("auditor", Roles.Auditor);
        using var client = app.ClientAs(auditor);

        using var export = await client.GetAsync("/api/v1/audit/export");
        Assert.Contains("audit.exported", await export.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await client.OkAsync("GET", "/api/v1/audit/verify");

        var events = (await client.OkAsync("GET", $"/api/v1/audit?actor={auditor.Name}")).Items().ToList();
        Assert.Equal(["audit.verified", "audit.exported"], events.Select(entry => entry.Text("action")));
        Assert.Equal(["GET /api/v1/audit/verify", "GET /api/v1/audit/export"], events.Select(entry => entry["after"]!.Text("route")));
        Assert.All(events, entry => Assert.StartsWith("127.1.", entry["after"]!.Text("address"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_names_the_model_of_its_address_in_a_field_of_its_own()
    {
        var viewer = await app.PersonAsync("viewer", Roles.Viewer);
        var model = (await app.AModelAsync(await app.PersonAsync("owner", Roles.DataScientist), RegistryApp.NewName("refused"))).Name;
        using var client = app.ClientAs(viewer);

        using var refused = await client.SendAsync("POST", $"/api/v1/models/{model}/versions", "{}");
        await refused.ProblemAsync(403, "role_missing");

        var entry = Assert.Single((await client.OkAsync("GET", $"/api/v1/audit?actor={viewer.Name}")).Items());
        Assert.Equal(model, entry["after"]!.Text("model"));
        Assert.Equal($"POST /api/v1/models/{model}/versions", entry["after"]!.Text("route"));
    }

    [Fact]
    public async Task A_token_that_is_limited_to_models_takes_no_whole_trail_with_it()
    {
        var admin = await app.PersonAsync("admin", Roles.Admin, Roles.DataScientist);
        var model = (await app.AModelAsync(admin, RegistryApp.NewName("limited"))).Name;
        using var limited = app.ClientWith(await app.TokenAsync(admin, [Scopes.Read], model));
        using var whole = app.ClientWith(await app.TokenAsync(admin, [Scopes.Read]));

        foreach (var address in new[] { "/api/v1/audit/export", "/api/v1/audit/verify" })
        {
            using var refused = await limited.GetAsync(address);
            await refused.ProblemAsync(403, "token_limited");
            using var answered = await whole.GetAsync(address);
            Assert.True(answered.IsSuccessStatusCode);
        }

        // What is about no model is listed to who did it.
        Assert.All((await limited.OkAsync("GET", "/api/v1/audit")).Items(), entry => Assert.True(entry.Text("model") is null || entry.Text("model") == model));
    }

    [Fact]
    public async Task The_export_is_one_json_object_a_line_and_verifies_without_the_server()
    {
        using var auditor = await app.ClientAs(Roles.Auditor);

        using var answer = await auditor.GetAsync("/api/v1/audit/export");
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var verifier = new AuditVerifier();
        foreach (var line in lines.Select(line => JsonNode.Parse(line)!))
        {
            verifier.Add(new AuditLine((long)line["seq"]!, line.Text("body")!, line.Text("previousHash")!, line.Text("hash")!));
        }

        Assert.Equal("application/jsonl", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Empty(verifier.Complete().Findings);
        Assert.True(lines.Length > 1); // at least the person and this export
    }

    [Fact]
    public async Task The_chain_is_verified_against_its_checkpoints()
    {
        using var auditor = await app.ClientAs(Roles.Auditor);

        var verification = await auditor.OkAsync("GET", "/api/v1/audit/verify");

        Assert.True((bool)verification["ok"]!, verification.ToJsonString());
        Assert.True((int)verification["checkpointsChecked"]! > 0);
        Assert.Equal((long)verification["events"]!, (long)verification["headSeq"]!);
    }
}
