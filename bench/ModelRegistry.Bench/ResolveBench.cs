using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ModelRegistry.Bench;

/// <summary>
/// Compares resolving a slot with an endpoint that returns a constant, in turns and by the same clients: bare sockets, because an
/// HTTP client of comfort would cost more than what is measured and make the two look alike.
/// </summary>
internal sealed class ResolveBench(Uri address, string token)
{
    private const int Clients = 16;
    private const int Rounds = 3;

    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(5);

    /// <param name="slot">Which slot: <c>model@slot</c>.</param>
    public async Task RunAsync(string slot)
    {
        var (constant, resolve) = (Request("/health/live"), Request($"/api/v1/resolve/{slot}"));
        await RateAsync(constant, TimeSpan.FromSeconds(1));
        await RateAsync(resolve, TimeSpan.FromSeconds(1));
        var ratios = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            var (of, against) = (await RateAsync(constant, RoundTime), await RateAsync(resolve, RoundTime));
            ratios.Add(against / of);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}   constant {of:N0}/s, resolve {against:N0}/s, {against / of:P0}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"resolve   {ratios.Order().ElementAt(Rounds / 2):P0} of the constant endpoint (median of {Rounds}, {Clients} clients)"));
    }

    private byte[] Request(string path) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n\r\n");

    private async Task<double> RateAsync(byte[] request, TimeSpan span)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(() => AskAsync(request, start, span))));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // Answers of one endpoint are all equally long (only the date in them changes), so the first one tells where each ends.
    private async Task<int> AskAsync(byte[] request, long start, TimeSpan span)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        var buffer = new byte[16 * 1024];
        await stream.WriteAsync(request);
        var length = await FirstAsync(stream, buffer);
        var count = 1;
        for (; Stopwatch.GetElapsedTime(start) < span; count++)
        {
            await stream.WriteAsync(request);
            await stream.ReadExactlyAsync(buffer.AsMemory(0, length));
        }

        return count;
    }

    private static async Task<int> FirstAsync(NetworkStream stream, byte[] buffer)
    {
        var length = 0;
        do
        {
            length += await stream.ReadAsync(buffer.AsMemory(length));
        }
        while (!IsWhole(Encoding.ASCII.GetString(buffer, 0, length)));
        return length;
    }

    private static bool IsWhole(string answer) => answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) || answer.Length < 12
        ? answer.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal)
        : throw new InvalidOperationException($"Not the answer that is measured: {answer}");
}
