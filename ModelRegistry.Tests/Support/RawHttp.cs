using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ModelRegistry.Core.Access;

namespace ModelRegistry.Tests.Support;

/// <summary>An answer as it came over the wire; <see cref="Complete"/> when all announced bytes came.</summary>
internal sealed record RawAnswer(int Status, string Head, byte[] Body, bool Complete)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>HTTP over a plain socket: every client library tidies addresses up before it sends them, which is what these tests must not have.</summary>
internal static class RawHttp
{
    /// <summary>Sends the request target exactly as given and reads until the server closes.</summary>
    public static Task<RawAnswer> SendAsync(RegistryApp app, Actor person, string method, string target, string headers = "", string body = "") =>
        SendAsync(app, $"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic {Credentials(person)}\r\nConnection: close\r\n"
            + (body.Length > 0 && !headers.Contains("Content-Length", StringComparison.Ordinal) ? $"Content-Length: {body.Length}\r\n" : "")
                + $"{headers}\r\n{body}");

    /// <summary>
    /// Sends a whole request as given. With <paramref name="cut"/> it closes our half after sending, as a client does that dies in the middle of a body.
    /// </summary>
    public static async Task<RawAnswer> SendAsync(RegistryApp app, string request, bool cut = false)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, app.BaseAddress.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        if (cut)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        return Read(await ReadToEndAsync(stream));
    }

    public static string Credentials(Actor person) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{person.Name}:{Given.Password}"));

    private static async Task<byte[]> ReadToEndAsync(NetworkStream stream)
    {
        using var received = new MemoryStream();
        try
        {
            await stream.CopyToAsync(received);
        }
        catch (IOException)
        {
            // The server cut the connection: what came until then is what is asked about.
        }

        return received.ToArray();
    }

    private static RawAnswer Read(byte[] received)
    {
        var end = received.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return new RawAnswer(0, "", received, Complete: false);
        }

        var head = Encoding.Latin1.GetString(received, 0, end);
        var body = received[(end + 4)..];
        var status = int.Parse(head.Split(' ')[1], CultureInfo.InvariantCulture);
        return head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase)
            ? new RawAnswer(status, head, body, body.AsSpan().EndsWith("0\r\n\r\n"u8))
            : new RawAnswer(status, head, body, LengthOf(head) is not { } length || length == body.Length);
    }

    private static long? LengthOf(string head) => head.Split("\r\n")
        .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => (long?)long.Parse(line.AsSpan("Content-Length:".Length), CultureInfo.InvariantCulture)).FirstOrDefault();
}
