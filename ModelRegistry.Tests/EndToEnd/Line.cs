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

    private Line(IBrowserContext context) => _context = context;

    public static async Task<Line> OfAsync(IBrowserContext context)
    {
        var line = new Line(context);
        await context.RouteWebSocketAsync("**/_blazor**", line.Connect);
        await context.RouteAsync("**/_blazor/**", route => line._cut ? route.AbortAsync("internetdisconnected") : route.ContinueAsync());
        return line;
    }

    public async Task CutAsync()
    {
        _cut = true;
        foreach (var socket in _open)
        {
            await socket.CloseAsync(new() { Code = 4000, Reason = "cut" });
        }
    }

    public void Restore() => _cut = false;

    public async ValueTask DisposeAsync() => await _context.UnrouteAllAsync();

    private void Connect(IWebSocketRoute socket)
    {
        if (_cut)
        {
            _ = socket.CloseAsync(new() { Code = 4000, Reason = "cut" });
            return;
        }

        socket.ConnectToServer();
        _open.Add(socket);
    }
}
