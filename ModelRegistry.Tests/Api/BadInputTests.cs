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
public sealed partial class BadInputTests(RegistryApp app, BadInputWorld world) : IClassFixture<BadInputWorld>
{
    private const string Models = "/api/v1/models";
    private const string Version = Models + "/{m}/versions/{p}";

    private readonly HttpClient _client = world.Client;

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

        // What the registry does by itself meanwhile, such as trying whether a stage could go back, is no consequence.
        parts.Add((await _client.OkAsync("GET", $"/api/v1/audit?pageSize=1&actor={world.Admin.Name}")).ToJsonString());
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
