using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ModelRegistry.Web.Hosting;

/// <summary>
/// Connections beyond what the process may open are answered 503 and closed. Without it, accepting one more than the system allows ends in failures
/// of whatever opens the next file: the database, a log, the runtime itself.
/// </summary>
internal sealed class ConnectionLimit
{
    /// <summary>A connection, the file of its download or upload, and a connection to SQLite with its log and index.</summary>
    private const int FilesOfOne = 5;

    /// <summary>What the process has open without anybody connected: most are the program's own libraries, two for each; and room for jobs.</summary>
    private const int FilesOfAll = 450;

    /// <summary>With fewer it would end while it starts, or at the first page.</summary>
    private const int FewestFiles = 512;

    private const int Fewest = 8;
    private const int NoLimit = 1 << 20;

    private static readonly byte[] Answer = Compose();

    private int _open;

    private ConnectionLimit(int? files) =>
        (Files, Most) = (files, files is { } known ? Math.Clamp((known - FilesOfAll) / FilesOfOne, Fewest, NoLimit) : NoLimit);

    /// <summary>How many files the process may have open; null where the system does not say.</summary>
    public int? Files { get; }

    /// <summary>How many connections are served at once.</summary>
    public int Most { get; }

    public static ConnectionLimit OfThisProcess() => Of(File.Exists("/proc/self/limits") ? File.ReadAllLines("/proc/self/limits") : []);

    /// <summary>From lines such as <c>Max open files            1024                 524288               files</c>.</summary>
    public static ConnectionLimit Of(IEnumerable<string> limits)
    {
        var line = limits.FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal))?
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new ConnectionLimit(line is [_, _, _, var soft, ..] && int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files)
            ? files : null);
    }

    /// <summary>Says what to do where the process may open so few files that it could not serve anybody.</summary>
    public void RequireEnough()
    {
        if (Files < FewestFiles)
        {
            throw new StartRefusedException(string.Create(CultureInfo.InvariantCulture, $"This process may open {Files} files, and the registry needs ")
                + string.Create(CultureInfo.InvariantCulture, $"{FewestFiles} at least, more for many connections. ")
                + "Raise the limit (ulimit -n, or LimitNOFILE of its service), then start it again.");
        }
    }

    public void Apply(KestrelServerOptions kestrel) =>
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => ServeAsync(next, connection)));

    private async Task ServeAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        try
        {
            await (Interlocked.Increment(ref _open) <= Most ? next(connection) : RefuseAsync(connection));
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    /// <summary>Before a byte was read: whoever speaks TLS hears of a connection that ended.</summary>
    private static async Task RefuseAsync(ConnectionContext connection)
    {
        connection.Transport.Output.Write(Answer);
        await connection.Transport.Output.FlushAsync();
        await connection.Transport.Output.CompleteAsync();
    }

    private static byte[] Compose()
    {
        const string body = """{"title":"Service Unavailable","status":503,"code":"too_many_connections","detail":"The server has as many connections as """
            + """it may open. Nothing was done; close some, or try again in a few seconds."}""";
        return Encoding.ASCII.GetBytes($"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nContent-Length: "
            + string.Create(CultureInfo.InvariantCulture, $"{body.Length}")
            + $"\r\nRetry-After: 5\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n{body}");
    }
}
