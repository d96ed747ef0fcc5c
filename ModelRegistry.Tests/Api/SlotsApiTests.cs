using System.Net;
using System.Text.Json.Nodes;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

[Collection(RegistryAppCollection.Name)]
public sealed class SlotsApiTests(RegistryApp app) : IAsyncLifetime
{
    private readonly string _name = RegistryApp.NewName("slots");
    private HttpClient _client = null!;

    private string Model => $"/api/v1/models/{_name}";

    private string Champion => $"/api/v1/resolve/{_name}@champion";

    public async Task InitializeAsync()
    {
        var scientist = await app.PersonAsync("slots", Roles.DataScientist);
        await app.AModelAsync(scientist, _name);
        await app.ASealedVersionAsync(scientist, _name, content: "one");
        await app.ASealedVersionAsync(scientist, _name, content: "two");
        _client = app.ClientWithCookie(await app.SessionCookieAsync(scientist));
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Slots_have_the_shape_of_the_contract()
    {
        await _client.OkAsync("PUT", $"{Model}/aliases/champion", """{"version":2}""");

        var slots = (await _client.OkAsync("GET", $"{Model}/slots")).AsArray();

        Assert.Equal("""{"slot":"staging","kind":"stage","version":null,"since":null,"by":null,"requestId":null,"rollbackId":null}""",
            slots[0]!.ToJsonString());
        Assert.Equal(["slot", "kind", "version", "since", "by", "requestId", "rollbackId"], slots[2]!.AsObject().Select(member => member.Key));
        Assert.Equal(("champion", "alias", 2), (slots[2]!.Text("slot"), slots[2]!.Text("kind"), (int)slots[2]!["version"]!));
        Assert.Equal("""{"champion":2}""", (await _client.OkAsync("GET", Model))["slots"]!.ToJsonString());
        Assert.Equal("""["champion"]""", (await _client.OkAsync("GET", $"{Model}/versions/2"))["slots"]!.ToJsonString());
    }

    [Fact]
    public async Task As_of_answers_with_what_was_there_then()
    {
        var first = await _client.OkAsync("PUT", $"{Model}/aliases/champion", """{"version":1}""");
        var second = await _client.OkAsync("PUT", $"{Model}/aliases/champion", """{"version":2}""");

        Assert.Equal(1, await ThenAsync(first.Text("since")!));
        Assert.Equal(2, await ThenAsync(second.Text("since")!));
        Assert.Equal(2, await ThenAsync(DateTimeOffset.Parse(second.Text("since")!, Invariant).ToOffset(TimeSpan.FromHours(5)).ToString("O", Invariant)));
        Assert.Empty((await _client.OkAsync("GET", $"{Model}/slots?asOf=2001-01-01T00:00:00Z")).AsArray());

        async Task<int> ThenAsync(string instant) =>
            (int)(await _client.OkAsync("GET", $"{Model}/slots?asOf={Uri.EscapeDataString(instant)}")).AsArray()
                .Single(slot => slot!.Text("slot") == "champion")!["version"]!;
    }

    [Fact]
    public async Task The_history_of_a_slot_pages_newest_first()
    {
        foreach (var version in new[] { 1, 2, 1 })
        {
            await _client.OkAsync("PUT", $"{Model}/aliases/champion", $$"""{"version":{{version}}}""");
        }

        var newest = await _client.OkAsync("GET", $"{Model}/slots/champion/history?pageSize=2");
        var oldest = await _client.OkAsync("GET", $"{Model}/slots/champion/history?pageSize=2&pageToken={newest.Text("nextPageToken")}");

        Assert.Equal([1, 2, 1], newest.Items().Concat(oldest.Items()).Select(stay => (int)stay["version"]!));
        Assert.Null(newest.Items().First()["until"]);
        Assert.Equal(newest.Items().First().Text("since"), newest.Items().Last().Text("until"));
        Assert.Equal("alias", newest.Items().First().Text("via"));
    }

    [Fact]
    public async Task Resolving_is_not_answered_again_until_the_slot_moves()
    {
        await _client.OkAsync("PUT", $"{Model}/aliases/champion", """{"version":1}""");
        var (etag, resolved) = await ResolveAsync(null, HttpStatusCode.OK);

        Assert.Equal(["model", "version", "digest", "slot", "since"], resolved!.AsObject().Select(member => member.Key));
        await ResolveAsync(etag, HttpStatusCode.NotModified);
        await _client.OkAsync("PUT", $"{Model}/aliases/champion", """{"version":2}""");
        var (moved, _) = await ResolveAsync(etag, HttpStatusCode.OK);
        await _client.OkAsync("PUT", $"{Model}/aliases/champion", """{"version":1}""");
        var (back, _) = await ResolveAsync(moved, HttpStatusCode.OK);

        Assert.Equal(3, new[] { etag, moved, back }.Distinct().Count()); // also when the same version comes back
    }

    [Fact]
    public async Task A_removed_alias_resolves_to_nothing()
    {
        await _client.OkAsync("PUT", $"{Model}/aliases/champion", """{"version":1}""");

        await _client.OkAsync("DELETE", $"{Model}/aliases/Champion");

        using var answer = await _client.GetAsync(Champion);
        await answer.ProblemAsync(404, "slot_empty");
    }

    [Fact]
    public async Task A_model_shows_its_own_stages_until_they_are_taken_away()
    {
        using var admin = await app.ClientAs(Roles.Admin);
        await admin.OkAsync("PUT", $"{Model}/stages", """{"stages":["shadow","production"]}""");

        Assert.Equal("""{"stages":["shadow","production"],"own":true}""", (await _client.OkAsync("GET", $"{Model}/stages")).ToJsonString());
        Assert.Equal("""{"stages":["staging","production"],"own":false}""", (await _client.OkAsync("GET", "/api/v1/stages")).ToJsonString());

        await admin.OkAsync("DELETE", $"{Model}/stages");
        Assert.False((bool)(await _client.OkAsync("GET", $"{Model}/stages"))["own"]!);
    }

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;

    private async Task<(string? ETag, JsonNode? Body)> ResolveAsync(string? known, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Champion);
        if (known is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        }

        using var answer = await _client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        return (answer.Headers.ETag?.ToString(), answer.StatusCode == HttpStatusCode.OK ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null);
    }
}
