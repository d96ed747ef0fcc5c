using System.Text;
using System.Text.Json.Nodes;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Mlflow;

/// <summary>Calls as MLflow's clients send them, and answers as they read them.</summary>
internal static class Calls
{
    public const string Root = "/api/2.0/mlflow/";

    /// <summary>A GET by its query, everything else by a JSON body.</summary>
    public static Task<HttpResponseMessage> RpcAsync(this HttpClient client, string method, string path, string? sent = null) => method == "GET"
        ? client.SendAsync("GET", $"{Root}{path}{(sent is null ? "" : $"?{sent}")}")
        : client.SendAsync(method, $"{Root}{path}", sent ?? "{}");

    public static async Task<JsonNode> RpcOkAsync(this HttpClient client, string method, string path, string? sent = null)
    {
        using var answer = await client.RpcAsync(method, path, sent);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 200, $"{method} {path} answered {(int)answer.StatusCode}: {text}");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        return Assert.IsType<JsonObject>(JsonNode.Parse(text));
    }

    public static async Task<string> RpcFaultAsync(this HttpClient client, int status, string code, string method, string path, string? sent = null)
    {
        using var answer = await client.RpcAsync(method, path, sent);
        return await answer.FaultAsync(status, code);
    }

    /// <summary>Expects an error that a client understands, free of anything that belongs to the server's inside; returns its sentence.</summary>
    public static async Task<string> FaultAsync(this HttpResponseMessage answer, int status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == (int)answer.StatusCode, $"{status} expected, {(int)answer.StatusCode} came: {text}");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        var fault = JsonNode.Parse(text)!;
        Assert.Equal(code, fault.Text("error_code"));
        return fault.Text("message")!;
    }

    public static StringContent Content(string text, string? type, Encoding? encoding = null)
    {
        var content = new StringContent(text, encoding ?? new UTF8Encoding(false));
        content.Headers.ContentType = null;
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return content;
    }
}
