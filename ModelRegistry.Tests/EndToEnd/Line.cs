using System.Collections.Concurrent;
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
        _open.Add(socket);
    }
}
