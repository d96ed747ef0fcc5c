using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

/// <summary>One wrong request: what it is answered, and which input it names. {m} is a model, {s} its sealed and {p} its pending version.</summary>
public sealed record BadInput(string What, string Method, string Address, string? Body, int Status, string Code, string? Field)
{
    public override string ToString() => What;
}

[Collection(RegistryAppCollection.Name)]
public sealed class BadInputTests(RegistryApp app, BadInputWorld world) : IClassFixture<BadInputWorld>
{
    private const string Models = "/api/v1/models";
    private const string Version = Models + "/{m}/versions/{p}";

    private readonly HttpClient _client = world.Client;

    public static TheoryData<BadInput> Cases =>
    [
        new("a name that differs by case", "POST", Models, """{"name":"{M}"}""", 409, "model_name_taken", "name"),
        new("a name that differs by width", "POST", Models, """{"name":"ｍ{m-rest}"}""", 409, "model_name_taken", "name"),
        new("a name with a space at its end", "POST", Models, """{"name":"{m} "}""", 422, "model_name_invalid", "name"),
        new("a name with a dot at its end", "POST", Models, """{"name":"{m}."}""", 422, "model_name_invalid", "name"),
        new("a name with a slash", "POST", Models, """{"name":"a/b"}""", 422, "model_name_invalid", "name"),
        new("a name with an invisible character", "POST", Models, """{"name":"a\u200bb"}""", 422, "model_name_invalid", "name"),
        new("an empty name", "POST", Models, """{"name":""}""", 422, "field_required", "name"),
        new("a name of 201 characters", "POST", Models, $$"""{"name":"{{new string('a', 201)}}"}""", 422, "field_too_long", "name"),
        new("no name", "POST", Models, "{}", 422, "field_required", "name"),
        new("null for the name", "POST", Models, """{"name":null}""", 422, "field_invalid", "name"),
        new("a number for the name", "POST", Models, """{"name":5}""", 422, "field_invalid", "name"),
        new("half a surrogate pair", "POST", Models, """{"name":"\ud800"}""", 422, "field_invalid", "name"),
        new("a null character", "POST", Models, """{"name":"x","description":"a\u0000b"}""", 422, "field_not_text", "description"),
        new("an unknown field", "POST", Models, """{"name":"x","isAdmin":true}""", 422, "field_unknown", "isAdmin"),
        new("a field in another case", "POST", Models, """{"Name":"x"}""", 422, "field_unknown", "Name"),
        new("an unknown field inside", "POST", Version.Replace("/{p}", ""), """{"dataset":{"name":"a","digest":"b","rows":3}}""", 422, "field_unknown",
            "dataset.rows"),
        new("a key twice", "POST", Models, """{"name":"x","name":"y"}""", 400, "json_invalid", "name"),
        new("a tag twice", "POST", Models, """{"name":"x","tags":{"a":"1","a":"2"}}""", 400, "json_invalid", "tags.a"),
        new("cut JSON", "POST", Models, """{"name":"x" """, 400, "json_invalid", null),
        new("a trailing comma", "POST", Models, """{"name":"x",}""", 400, "json_invalid", null),
        new("a comment", "POST", Models, """{"name":"x"/* hi */}""", 400, "json_invalid", null),
        new("JSON after JSON", "POST", Models, """{"name":"x"}{}""", 400, "json_invalid", null),
        new("a number beyond the range", "POST", Version + "/metrics", """[{"name":"a","value":1e400}]""", 422, "number_out_of_range", "metrics[0].value"),
        new("a number as far below", "POST", Version + "/metrics", """[{"name":"a","value":-1e400}]""", 422, "number_out_of_range", "metrics[0].value"),
        new("a bare NaN", "POST", Version + "/metrics", """[{"name":"a","value":NaN}]""", 400, "json_invalid", "metrics[0].value"),
        new("nesting without end", "POST", Version + "/metrics", new string('[', 10_000), 422, "field_invalid", "metrics[0]"),
        new("a list for an object", "POST", Models, "[]", 422, "field_invalid", null),
        new("null for the body", "POST", Models, "null", 400, "body_required", null),
        new("no body", "POST", Models, "", 400, "body_required", null),
        new("a tag without a value", "POST", Models, """{"name":"x","tags":{"a":null}}""", 422, "field_required", "tags.a"),
        new("a tag that is too long", "POST", Models, $$$"""{"name":"x","tags":{"a":"{{{new string('v', 5_001)}}}"}}""", 422, "field_too_long", "tags.a"),
        new("a tag's name that is too long", "POST", Models, $$$"""{"name":"x","tags":{"{{{new string('k', 251)}}}":"v"}}""", 422, "field_too_long", "tags"),
        new("101 tags", "PATCH", Models + "/{m}", $$$"""{"tags":{{{{string.Join(',', Enumerable.Range(0, 101).Select(i => $"\"k{i}\":\"v\""))}}}}}""", 422,
            "too_many", "tags"),
        new("a description that is too long", "PATCH", Version, $$"""{"description":"{{new string('d', 10_001)}}"}""", 422, "field_too_long", "description"),
        new("an unknown owner", "POST", Models, """{"name":"x","owner":"nobody@example.test"}""", 422, "owner_unknown", "owner"),
        new("a label of digits", "POST", Models + "/{m}/versions", """{"label":"12"}""", 422, "label_invalid", "label"),
        new("a label that is taken", "POST", Models + "/{m}/versions", """{"label":"RC-1"}""", 409, "label_taken", "label"),
        new("another label", "PATCH", Models + "/{m}/versions/{s}", """{"label":"rc-2"}""", 409, "label_set", "label"),
        new("null among the metrics", "POST", Models + "/{m}/versions", """{"metrics":[null]}""", 422, "field_invalid", "metrics"),
        new("a metric without a value", "POST", Models + "/{m}/versions", """{"metrics":[{"name":"a"}]}""", 422, "field_required", "metrics[0].value"),
        new("a metric in quotes", "POST", Version + "/metrics", """[{"name":"a","value":"0.5"}]""", 422, "field_invalid", "metrics[0].value"),
        new("a step with a fraction", "POST", Version + "/metrics", """[{"name":"a","value":1,"step":1.5}]""", 422, "field_invalid", "metrics[0].step"),
        new("a metric's name that escapes", "POST", Version + "/metrics", """[{"name":"a/../b","value":1}]""", 422, "key_invalid", "metrics[0].name"),
        new("no metrics", "POST", Version + "/metrics", "[]", 422, "field_required", "metrics"),
        new("1001 metrics", "POST", Version + "/metrics", $"[{string.Join(',', Enumerable.Repeat("""{"name":"a","value":1}""", 1_001))}]", 422, "too_many",
            "metrics"),
        new("an unknown state", "POST", Version + "/checks", """{"name":"a","state":"great"}""", 422, "field_invalid", "state"),
        new("a state as a number", "POST", Version + "/checks", """{"name":"a","state":1}""", 422, "field_invalid", "state"),
        new("no state", "POST", Version + "/checks", """{"name":"a"}""", 422, "field_required", "state"),
        new("a script for an address", "POST", Version + "/checks", """{"name":"a","state":"success","url":"javascript:alert(1)"}""", 422, "url_invalid",
            "url"),
        new("another digest", "POST", Version + "/seal", """{"digest":"sha256:00"}""", 422, "digest_differs", "digest"),
        new("other files", "POST", Version + "/seal", """{"files":[{"path":"a","sha256":"b","size":1}]}""", 422, "files_differ", "files"),
        new("null among the files", "POST", Version + "/seal", """{"files":[null]}""", 422, "field_invalid", "files"),
        new("sealing twice", "POST", Models + "/{m}/versions/{s}/seal", null, 409, "version_not_pending", null),
        new("verifying what is not sealed", "POST", Version + "/verify", null, 409, "version_not_ready", null),
        new("writing after sealing", "PUT", Models + "/{m}/versions/{s}/artifacts/new.txt", "x", 409, "version_not_pending", null),
        new("a path that escapes", "PUT", Version + "/artifacts/a%2F..%2Fb", "x", 422, "artifact_path_invalid", "path"),
        new("a path that differs by case", "PUT", Version + "/artifacts/MODEL/model.pkl", "x", 422, "artifact_path_taken", "path"),
        new("no path", "PUT", Version + "/artifacts/", "x", 422, "artifact_path_invalid", "path"),
        new("a version that is not there", "GET", Models + "/{m}/versions/99", null, 404, "version_not_found", null),
        new("a version with a leading zero", "GET", Models + "/{m}/versions/01", null, 404, "version_not_found", null),
        new("a version with a sign", "GET", Models + "/{m}/versions/+1", null, 404, "version_not_found", null),
        new("a version beyond all numbers", "GET", Models + "/{m}/versions/99999999999999999999", null, 404, "version_not_found", null),
        new("a page of nothing", "GET", Models + "?pageSize=0", null, 422, "page_size_invalid", "pageSize"),
        new("a page size in words", "GET", Models + "?pageSize=many", null, 400, "parameter_invalid", "pageSize"),
        new("a page token of one's own", "GET", Models + "?pageToken=bm9uZQ", null, 400, "page_token_invalid", "pageToken"),
        new("a page token beyond all time", "GET", "/api/v1/tokens?pageToken=WyI5MjIzMzcyMDM2ODU0Nzc1ODA3IiwiYSJd", null, 400, "page_token_invalid",
            "pageToken"),
        new("an unknown parameter", "GET", Models + "?fliter=a", null, 400, "parameter_unknown", "fliter"),
        new("a parameter twice", "GET", Models + "?orderBy=name&orderBy=name", null, 400, "parameter_repeated", "orderBy"),
        new("an unknown order", "GET", Models + "?orderBy=password", null, 422, "order_invalid", "orderBy"),
        new("one version to compare", "GET", Models + "/{m}/compare?versions={s}", null, 422, "versions_invalid", "versions"),
        new("a word to compare", "GET", Models + "/{m}/compare?versions=1,x", null, 400, "parameter_invalid", "versions"),
        new("a time in words", "GET", "/api/v1/audit?from=yesterday", null, 400, "parameter_invalid", "from"),
        new("an instant without an offset", "GET", Models + "/{m}/slots?asOf=2026-03-14T09:00:00", null, 400, "parameter_invalid", "asOf"),
        new("an instant in words", "GET", Models + "/{m}/slots?asOf=yesterday", null, 400, "parameter_invalid", "asOf"),
        new("a day for an instant", "GET", Models + "/{m}/slots?asOf=2026-03-14", null, 400, "parameter_invalid", "asOf"),
        new("an instant to come", "GET", Models + "/{m}/slots?asOf=9999-01-01T00:00:00Z", null, 422, "as_of_future", "asOf"),
        new("the history of a slot that is none", "GET", Models + "/{m}/slots/%F0%9F%99%82/history", null, 404, "slot_not_found", null),
        new("the alias latest", "PUT", Models + "/{m}/aliases/latest", """{"version":1}""", 422, "slot_name_reserved", "alias"),
        new("the alias v7", "PUT", Models + "/{m}/aliases/V7", """{"version":1}""", 422, "slot_name_reserved", "alias"),
        new("an alias that is no name", "PUT", Models + "/{m}/aliases/a%20b", """{"version":1}""", 422, "slot_name_invalid", "alias"),
        new("an alias of 201 characters", "PUT", $"{Models}/{{m}}/aliases/{new string('a', 201)}", """{"version":1}""", 422, "field_too_long", "alias"),
        new("an alias without a version", "PUT", Models + "/{m}/aliases/champion", "{}", 422, "field_required", "version"),
        new("an alias of a version in words", "PUT", Models + "/{m}/aliases/champion", """{"version":"one"}""", 422, "field_invalid", "version"),
        new("an alias of a version that is not there", "PUT", Models + "/{m}/aliases/champion", """{"version":99}""", 404, "version_not_found", null),
        new("an alias of version 0", "PUT", Models + "/{m}/aliases/champion", """{"version":0}""", 404, "version_not_found", null),
        new("archiving what is archived", "POST", Models + "/{m}/versions/{a}/archive", null, 409, "already_archived", null),
        new("unarchiving what is not archived", "POST", Version + "/unarchive", null, 409, "not_archived", null),
        new("archiving a version that is not there", "POST", Models + "/{m}/versions/99/archive", null, 404, "version_not_found", null),
        new("archiving for a reason that is too long", "POST", Version + "/archive", $$"""{"reason":"{{new string('r', 2_001)}}"}""", 422, "field_too_long",
            "reason"),
        new("archiving with a field of one's own", "POST", Version + "/archive", """{"because":"x"}""", 422, "field_unknown", "because"),
        new("deleting a version that is not there", "DELETE", Models + "/{m}/versions/99", null, 404, "version_not_found", null),
        new("deleting a version twice", "DELETE", Models + "/{m}/versions/{d}", null, 404, "version_not_found", null),
        new("deleting with an unknown parameter", "DELETE", Version + "?force=true", null, 400, "parameter_unknown", "force"),
        new("deleting what is held", "DELETE", Models + "/{m}/versions/{h}", null, 409, "version_held", null),
        new("a label of a deleted version", "POST", Models + "/{m}/versions", """{"label":"gone-1"}""", 409, "label_taken", "label"),
        new("reading a deleted version by its label", "GET", Models + "/{m}/versions/gone-1", null, 404, "version_not_found", null),
        new("restoring what is not deleted", "POST", Version + "/restore", null, 409, "not_deleted", null),
        new("restoring a version that is not there", "POST", Models + "/{m}/versions/99/restore", null, 404, "version_not_found", null),
        new("restoring a model that is not deleted", "POST", Models + "/{m}/restore", null, 409, "not_deleted", null),
        new("restoring a model that is not there", "POST", Models + "/nobody-has-this/restore", null, 404, "model_not_found", null),
        new("purging without a reason", "POST", Version + "/purge", null, 422, "field_required", "reason"),
        new("purging for an empty reason", "POST", Version + "/purge", """{"reason":" "}""", 422, "field_required", "reason"),
        new("purging for a reason that is no text", "POST", Version + "/purge", """{"reason":"a\u0000b"}""", 422, "field_not_text", "reason"),
        new("purging what is held", "POST", Models + "/{m}/versions/{h}/purge", """{"reason":"x"}""", 409, "version_held", null),
        new("holding without a reason", "POST", Version + "/hold", "{}", 422, "field_required", "reason"),
        new("holding twice", "POST", Models + "/{m}/versions/{h}/hold", """{"reason":"x"}""", 409, "already_held", null),
        new("releasing what is not held", "POST", Version + "/unhold", null, 409, "not_held", null),
        new("deleting a model with a held version", "DELETE", Models + "/{m}", null, 409, "version_held", null),
        new("a bin page of nothing", "GET", "/api/v1/bin?pageSize=0", null, 422, "page_size_invalid", "pageSize"),
        new("a bin token of one's own", "GET", "/api/v1/bin?pageToken=bm9uZQ", null, 400, "page_token_invalid", "pageToken"),
        new("a dry run in words", "POST", "/api/v1/store/sweep?dryRun=perhaps", null, 400, "parameter_invalid", "dryRun"),
        new("archived versions in words", "GET", Models + "/{m}/versions?archived=perhaps", null, 400, "parameter_invalid", "archived"),
        new("an alias of what is archived", "PUT", Models + "/{m}/aliases/champion", """{"version":{a}}""", 409, "version_archived", "version"),
        new("an alias of what is deleted", "PUT", Models + "/{m}/aliases/champion", """{"version":{d}}""", 404, "version_not_found", null),
        new("an alias of what is not sealed", "PUT", Models + "/{m}/aliases/champion", """{"version":{p}}""", 409, "version_not_ready", "version"),
        new("an alias that is a stage", "PUT", Models + "/{m}/aliases/Production", """{"version":{s}}""", 409, "slot_governed", "alias"),
        new("removing a stage as an alias", "DELETE", Models + "/{m}/aliases/staging", null, 409, "slot_governed", "alias"),
        new("removing an alias that is not there", "DELETE", Models + "/{m}/aliases/nobody", null, 404, "slot_empty", null),
        new("resolving an empty stage", "GET", "/api/v1/resolve/{m}@production", null, 404, "slot_empty", null),
        new("resolving without a slot", "GET", "/api/v1/resolve/{m}", null, 404, "not_found", null),
        new("no stages", "PUT", "/api/v1/stages", """{"stages":[]}""", 422, "stages_count", "stages"),
        new("a stage twice", "PUT", "/api/v1/stages", """{"stages":["a","A"]}""", 422, "stages_twice", "stages"),
        new("null among the stages", "PUT", Models + "/{m}/stages", """{"stages":[null]}""", 422, "field_invalid", "stages"),
        new("an unknown scope", "POST", "/api/v1/tokens", """{"name":"a","scopes":["everything"]}""", 422, "scope_unknown", "scopes"),
        new("null among the scopes", "POST", "/api/v1/tokens", """{"name":"a","scopes":[null]}""", 422, "field_invalid", "scopes"),
        new("a time without an offset", "POST", "/api/v1/tokens", """{"name":"a","scopes":["read"],"expiresAt":"2030-01-01T00:00:00"}""", 422, "field_invalid",
            "expiresAt"),
        new("a token that outlives a year", "POST", "/api/v1/tokens", """{"name":"a","scopes":["read"],"expiresAt":"2099-01-01T00:00:00Z"}""", 422,
            "expiry_invalid", "expiresAt"),
        new("a guessable password", "POST", "/api/v1/users", """{"email":"x@example.test","password":"password1234"}""", 422, "password_guessable", "password"),
        new("an unknown role", "POST", "/api/v1/users", """{"email":"x@example.test","roles":["Root"]}""", 422, "role_unknown", "roles"),
        new("what is no e-mail address", "POST", "/api/v1/users", """{"email":"x"}""", 422, "email_invalid", "email"),
        new("an id that is none", "PATCH", "/api/v1/users/1", "{}", 404, "not_found", null),
        new("a method that is not there", "PUT", Models, "{}", 405, "method_not_allowed", null),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Wrong_input_is_named_and_changes_nothing(BadInput input)
    {
        var before = await StateAsync();

        using var answer = await _client.SendAsync(input.Method, Fill(input.Address), input.Body is null ? null : Fill(input.Body));

        var problem = await answer.ProblemAsync(input.Status, input.Code);
        Assert.Equal(input.Field, problem.Text("field"));
        Assert.NotEmpty(problem.Text("detail")!);
        Assert.Equal(before, await StateAsync());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Only_json_is_taken_for_json(string contentType)
    {
        var content = new ByteArrayContent("""{"name":"x"}"""u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var answer = await _client.PostAsync(Models, content);

        var problem = await answer.ProblemAsync(415, "content_type_unsupported");
        Assert.DoesNotContain("script", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_body_is_refused_and_not_unpacked()
    {
        var content = Json.Body("\u001f\u008b");
        content.Headers.ContentEncoding.Add("gzip");

        using var answer = await _client.PostAsync(Models, content);

        await answer.ProblemAsync(415, "content_type_unsupported");
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_no_text()
    {
        var content = new ByteArrayContent([.. "{\"name\":\""u8, 0xC0, 0xAE, .. "\"}"u8]);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        using var answer = await _client.PostAsync(Models, content);

        Assert.Equal("name", (await answer.ProblemAsync(422, "field_invalid")).Text("field"));
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_before_it_is_read()
    {
        var answer = await RawHttp.SendAsync(app, world.Admin, "POST", Models, $"Content-Type: application/json\r\nContent-Length: {9 << 20}\r\n");

        Assert.Equal(413, answer.Status);
        Assert.Contains("body_too_large", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Malformed_json_is_answered_with_its_position()
    {
        using var answer = await _client.SendAsync("POST", Models, "{\n  \"name\": oops\n}");

        var problem = await answer.ProblemAsync(400, "json_invalid");
        Assert.Equal(2, (int?)problem["line"]);
        Assert.Equal(11, (int?)problem["position"]);
    }

    [Fact]
    public async Task A_page_has_at_most_200_rows_whatever_is_asked_for()
    {
        await _client.OkAsync("POST", $"{Models}/{world.Model}/versions/{world.Pending}/metrics",
            $"[{string.Join(',', Enumerable.Repeat("""{"name":"loss","value":1}""", 205))}]");

        var page = await _client.OkAsync("GET", $"{Models}/{world.Model}/versions/{world.Pending}/metrics/loss/history?pageSize=1000");
        var rest = await _client.OkAsync("GET", $"{Models}/{world.Model}/versions/{world.Pending}/metrics/loss/history?pageToken={page.Text("nextPageToken")}");

        Assert.Equal([200, 5], [page.Items().Count(), rest.Items().Count()]);
        Assert.Null(rest.Text("nextPageToken"));
    }

    /// <summary>All that these requests could have changed, as the API shows it.</summary>
    private async Task<string> StateAsync()
    {
        var parts = new List<string>();
        foreach (var address in new[] { "", "/versions", $"/versions/{world.Pending}/artifacts", $"/versions/{world.Pending}/checks" })
        {
            parts.Add((await _client.OkAsync("GET", $"{Models}/{world.Model}{address}")).ToJsonString());
        }

        parts.Add((await _client.OkAsync("GET", "/api/v1/audit?pageSize=1")).ToJsonString());
        return string.Join('\n', parts);
    }

    private string Fill(string text) =>
        text.Replace("{m}", world.Model, StringComparison.Ordinal).Replace("{M}", world.Model.ToUpperInvariant(), StringComparison.Ordinal)
        .Replace("{m-rest}", world.Model[1..], StringComparison.Ordinal)
        .Replace("{s}", $"{world.Sealed}", StringComparison.Ordinal).Replace("{p}", $"{world.Pending}", StringComparison.Ordinal)
        .Replace("{a}", $"{world.Archived}", StringComparison.Ordinal).Replace("{d}", $"{world.Deleted}", StringComparison.Ordinal)
            .Replace("{h}", $"{world.Held}", StringComparison.Ordinal);
}

/// <summary>A model with a sealed and a pending version, and somebody who may do everything: what is refused then is the input.</summary>
public sealed class BadInputWorld(RegistryApp app) : IAsyncLifetime
{
    public Actor Admin { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public string Model { get; } = RegistryApp.NewName("m");

    public int Sealed { get; private set; }

    public int Pending { get; private set; }

    public int Archived { get; private set; }

    public int Held { get; private set; }

    public int Deleted { get; private set; }

    public async Task InitializeAsync()
    {
        Admin = await app.PersonAsync("admin", Roles.Admin, Roles.DataScientist);
        Client = app.ClientAs(Admin);
        await app.AModelAsync(Admin, Model);
        Sealed = (await app.ASealedVersionAsync(Admin, Model, new(Label: "rc-1"))).Number;
        Pending = (await app.APendingVersionAsync(Admin, Model)).Number;
        await app.AFileAsync(Admin, Model, $"{Pending}", "model/model.pkl", "weights");
        Archived = (await app.ASealedVersionAsync(Admin, Model)).Number;
        await app.Get<VersionRetirement>().ArchiveAsync(Model, $"{Archived}", null, Admin, default);
        Held = (await app.ASealedVersionAsync(Admin, Model)).Number;
        await app.Get<VersionPurge>().HoldAsync(Model, $"{Held}", "A claim.", Admin, default);
        Deleted = (await app.ASealedVersionAsync(Admin, Model, new(Label: "gone-1"))).Number;
        await app.Get<VersionRetirement>().DeleteAsync(Model, $"{Deleted}", null, Admin, default);
    }

    public Task DisposeAsync()
    {
        Client.Dispose();
        return Task.CompletedTask;
    }
}
