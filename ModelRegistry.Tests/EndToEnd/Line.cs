using System.Collections.Concurrent;
using System.Text;
using Microsoft.Playwright;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>
/// The connection between a browser and the server, which a test can cut: what is open breaks off, and nothing new gets through until it is restored.
/// </summary>
public sealed class Line : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentBag<IWebSocketRoute> _open = [];
    private volatile bool _cut;
    private volatile bool _deaf;
    private volatile string? _from;
    private volatile string? _to;

    private Line(IBrowserContext context) => _context = context;

    public static async Task<Line> OfAsync(IBrowserContext context)
    {
        var line = new Line(context);
        await context.RouteWebSocketAsync("**/_blazor**", line.Connect);
        await context.RouteAsync("**/_blazor/**", route => line._cut ? route.AbortAsync("internetdisconnected") : route.ContinueAsync());
        return line;
    }

    /// <summary>What the browser sends gets lost and it does not know yet: how every break begins.</summary>
    public void Lose() => _deaf = true;

    public async Task CutAsync()
    {
        _cut = true;
        while (_open.TryTake(out var socket))
        {
            await socket.CloseAsync(new() { Code = 4000, Reason = "cut" });
        }
    }

    public void Restore() => _cut = _deaf = false;

    /// <summary>What the server says from one message to another arrives at once, as it does at a browser that was busy.</summary>
    public void Gather(string from, string to) => (_from, _to) = (from, to);

    public async ValueTask DisposeAsync() => await _context.UnrouteAllAsync();

    private void Connect(IWebSocketRoute socket)
    {
        if (_cut)
        {
            _ = socket.CloseAsync(new() { Code = 4000, Reason = "cut" });
            return;
        }

        var server = socket.ConnectToServer();
        socket.OnMessage(frame =>
        {
            if (_deaf)
            {
                return;
            }

            if (frame.Binary is { } bytes)
            {
                server.Send(bytes);
            }
            else
            {
                server.Send(frame.Text!);
            }
        });
        var gathered = new List<byte>();
        server.OnMessage(frame =>
        {
            if (frame.Binary is not { } bytes)
            {
                socket.Send(frame.Text!);
                return;
            }

            // Messages carry their lengths, so many of them in one frame are what they were in many.
            if (_to is { } to && (gathered.Count > 0 || Says(bytes, _from!)))
            {
                gathered.AddRange(bytes);
                if (!Says(bytes, to))
                {
                    return;
                }

                _from = _to = null;
                bytes = [.. gathered];
            }

            socket.Send(bytes);
        });
        _open.Add(socket);
    }

    private static bool Says(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;
}
