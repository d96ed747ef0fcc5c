using ModelRegistry.Core.Access;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

public sealed partial class IdempotencyTests
{
    [Fact]
    public async Task A_key_belongs_to_a_person_and_a_route()
    {
        var (client, model) = await AModelAsync();
        using var other = await app.ClientAs(Roles.DataScientist);
        var (_, otherModel) = await AModelAsync(client);
        var key = NewKey();
        using var first = await SendAsync(client, "POST", $"{model}/versions", key, Body);

        using var byAnother = await SendAsync(other, "POST", $"{model}/versions", key, Body);
        using var elsewhere = await SendAsync(client, "POST", $"{otherModel}/versions", key, """{"description":"other body, other route"}""");
        using var otherMethod = await SendAsync(client, "PATCH", $"{model}/versions/1", key, """{"description":"changed"}""");

        Assert.All([byAnother, elsewhere, otherMethod], answer => Assert.True(answer.IsSuccessStatusCode && !answer.Headers.Contains("Idempotent-Replayed")));
        Assert.Equal([2, 1], await NumbersAsync(client, model));
        Assert.Equal([1], await NumbersAsync(client, otherModel));
    }

    [Fact]
    public async Task A_key_is_the_same_whichever_way_its_person_comes_in()
    {
        var person = await app.PersonAsync("scientist", Roles.DataScientist);
        using var client = app.ClientAs(person);
        using var script = app.ClientWith(await app.TokenAsync(person, [Scopes.Register]));
        var (_, model) = await AModelAsync(client);
        var key = NewKey();

        using var first = await SendAsync(client, "POST", $"{model}/versions", key, Body);
        using var again = await SendAsync(script, "POST", $"{model}/versions", key, Body);

        Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await again.Content.ReadAsByteArrayAsync());
        Assert.Equal([1], await NumbersAsync(client, model));
    }

    [Theory]
    [InlineData("Idempotency-Key: \r\n")]
    [InlineData("Idempotency-Key: Schl\u00c3\u00bcssel\r\n")]
    [InlineData("Idempotency-Key: tab\tinside\r\n")]
    [InlineData("Idempotency-Key: one\r\nIdempotency-Key: two\r\n")]
    public async Task A_key_is_one_header_of_printable_ascii(string headers)
    {
        var person = await app.PersonAsync("scientist", Roles.DataScientist);

        var answer = await RawHttp.SendAsync(app, person, "POST", "/api/v1/models", $"Content-Type: application/json\r\n{headers}",
            $$"""{"name":"{{RegistryApp.NewName("never")}}"}""");

        Assert.Equal(400, answer.Status);
        Assert.Contains("\"idempotency_key_invalid\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_has_up_to_200_characters()
    {
        var (client, model) = await AModelAsync();

        using var longest = await SendAsync(client, "POST", $"{model}/versions", new string('k', 200), Body);
        using var tooLong = await SendAsync(client, "POST", $"{model}/versions", new string('k', 201), Body);

        Assert.Equal(201, (int)longest.StatusCode);
        await tooLong.ProblemAsync(400, "idempotency_key_invalid");
    }

    [Fact]
    public async Task Reading_and_the_upload_of_a_file_take_no_key()
    {
        var (client, model) = await AModelAsync();
        await client.OkAsync("POST", $"{model}/versions", Body);
        var key = NewKey();

        using var read = await SendAsync(client, "GET", model, key);
        using var senseless = await SendAsync(client, "GET", model, new string('k', 500));
        await client.OkAsync("PATCH", model, """{"description":"changed"}""");
        using var readAgain = await SendAsync(client, "GET", model, key);
        using var uploaded = await SendAsync(client, "PUT", $"{model}/versions/1/artifacts/a.txt", key, "one");
        using var replaced = await SendAsync(client, "PUT", $"{model}/versions/1/artifacts/a.txt", key, "two");

        Assert.All([read, senseless, readAgain], answer => Assert.Equal(200, (int)answer.StatusCode));
        Assert.NotEqual(await read.Content.ReadAsStringAsync(), await readAgain.Content.ReadAsStringAsync());
        Assert.Equal((201, 200), ((int)uploaded.StatusCode, (int)replaced.StatusCode));
        Assert.NotEqual(await uploaded.Content.ReadAsStringAsync(), await replaced.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_key_lets_no_larger_body_in()
    {
        var person = await app.PersonAsync("scientist", Roles.DataScientist);

        var answer = await RawHttp.SendAsync(app, person, "POST", "/api/v1/models",
            $"Content-Type: application/json\r\nIdempotency-Key: {NewKey()}\r\nContent-Length: {9 << 20}\r\n");

        Assert.Equal(413, answer.Status);
    }
}
