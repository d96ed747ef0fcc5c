using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ModelRegistry.Tests.Support;

/// <summary>Sends JSON exactly as written, and reads answers without the program's own types: what another client would see.</summary>
internal static class Json
{
    public static StringContent Body(string text) => new(text, Encoding.UTF8, "application/json");

    public static Task<HttpResponseMessage> SendAsync(this HttpClient client, string method, string address, string? body = null) =>
        client.SendAsync(new HttpRequestMessage(new HttpMethod(method), address) { Content = body is null ? null : Body(body) });

    public static Task<HttpResponseMessage> PutBytesAsync(this HttpClient client, string address, byte[] bytes, string? digestHeader = null)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        if (digestHeader is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Digest", digestHeader);
        }

        return client.PutAsync(address, content);
    }

    /// <summary>Sends, expects success and reads the answer.</summary>
    public static async Task<JsonNode> OkAsync(this HttpClient client, string method, string address, string? body = null)
    {
        using var answer = await client.SendAsync(method, address, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {address} answered {(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    /// <summary>Expects problem details with this status and code, free of anything that belongs to the server's inside.</summary>
    public static async Task<JsonNode> ProblemAsync(this HttpResponseMessage answer, int status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == (int)answer.StatusCode, $"{status} expected, {(int)answer.StatusCode} came: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ModelRegistry.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal(code, problem.Text("code"));
        return problem;
    }

    public static string? Text(this JsonNode node, string member) => (string?)node[member];

    public static IEnumerable<JsonNode> Items(this JsonNode list) => list["items"]!.AsArray().Select(item => item!);
}
