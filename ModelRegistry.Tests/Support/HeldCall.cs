using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ModelRegistry.Tests.Support;

/// <summary>
/// A call whose head and first byte are there and whose rest is not. It asks before it sends the body, so that it is known when the server has let
/// the caller in: that is when it asks for more.
/// </summary>
internal sealed class HeldCall : IDisposable
{
    private const string GoOn = "HTTP/1.1 100 Continue\r\n\r\n";

    private readonly TcpClient _client = new();
    private readonly byte[] _rest;

    private HeldCall(byte[] rest) => _rest = rest;

    public static async Task<HeldCall> StartAsync(RegistryApp app, string method, string target, string headers, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var call = new HeldCall(bytes[1..]);
        await call._client.ConnectAsync(IPAddress.Loopback, app.BaseAddress.Port);
        var length = bytes.Length.ToString(CultureInfo.InvariantCulture);
        await call.SendAsync(Encoding.Latin1.GetBytes(
            $"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nExpect: 100-continue\r\n"
                + $"Content-Length: {length}\r\n{headers}\r\n"));
        var go = new byte[GoOn.Length];
        await call._client.GetStream().ReadExactlyAsync(go);
        Assert.Equal(GoOn, Encoding.Latin1.GetString(go) is var said && said == GoOn ? said : said + await call.ReadAsync());
        await call.SendAsync(bytes[..1]);
        return call;
    }

    /// <summary>Sends the rest, and returns the status of the answer with what it says.</summary>
    public async Task<(int Status, string Text)> FinishAsync()
    {
        await SendAsync(_rest);
        var answer = await ReadAsync();
        return (int.Parse(answer.Split(' ')[1], CultureInfo.InvariantCulture), answer);
    }

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(byte[] bytes) => await _client.GetStream().WriteAsync(bytes);

    private async Task<string> ReadAsync()
    {
        using var reader = new StreamReader(_client.GetStream(), Encoding.UTF8, leaveOpen: true);
        return await reader.ReadToEndAsync();
    }
}
