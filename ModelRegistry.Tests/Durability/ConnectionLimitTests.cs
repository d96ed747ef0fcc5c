using System.Net;
using System.Net.Sockets;
using System.Text;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Hosting;

namespace ModelRegistry.Tests.Durability;

/// <summary>A process that may open few files serves few connections at once, answers the others, and goes on.</summary>
public sealed class ConnectionLimitTests
{
    private const int Files = 512;
    private const int Connections = 300;

    [Theory]
    [InlineData("Max open files            256                  256                  files     ", 256, 8)]
    [InlineData("Max open files            1048576              1048576              files     ", 1_048_576, 209_625)]
    [InlineData("Max open files            20                   20                   files     ", 20, 8)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null, 1 << 20)]
    public void Connections_are_fewer_than_the_files_that_may_be_open(string line, int? files, int most)
    {
        var limit = ConnectionLimit.Of(["Limit                     Soft Limit           Hard Limit           Units     ", line]);

        Assert.Equal((files, most), (limit.Files, limit.Most));
    }

    /// <summary>The program's own libraries are more than 256 files: it says so and does not end in the middle of something.</summary>
    [Fact]
    public void With_too_few_files_it_does_not_start_and_says_what_to_do()
    {
        var refusal = Assert.Throws<StartRefusedException>(() =>
            ConnectionLimit.Of(["Max open files            256                  256                  files     "]).RequireEnough());

        Assert.Contains("256 files", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ulimit -n", refusal.Message, StringComparison.Ordinal);
        ConnectionLimit.Of(["Max open files            512                  512                  files     "]).RequireEnough();
        ConnectionLimit.Of([]).RequireEnough();
    }

    [LinuxFact]
    [Trait(Speed.Trait, Speed.Slow)]
    public async Task Three_hundred_connections_to_a_process_of_512_files_are_answered_and_it_goes_on()
    {
        var data = Directory.CreateTempSubdirectory("registry-files-");
        using (var registry = await RegistryProcess.StartAsync(data.FullName, files: Files))
        {
            var open = new List<TcpClient>();
            var answers = new List<string>();
            for (var i = 0; i < Connections; i++)
            {
                open.Add(await ConnectAsync(registry.Address));
                answers.Add(await AskAsync(open[^1]));
            }

            Assert.All(answers, answer => Assert.Matches("^HTTP/1.1 (200|503) ", answer));
            Assert.Contains(answers, answer => answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal));
            Assert.Contains("too_many_connections", answers[^1], StringComparison.Ordinal);
            open.ForEach(client => client.Dispose());

            var statuses = new List<HttpStatusCode>();
            while (!statuses.Contains(HttpStatusCode.OK) && statuses.Count < Connections)
            {
                using var client = new HttpClient { BaseAddress = registry.Address };
                statuses.Add((await client.GetAsync("/health/ready")).StatusCode); // as soon as the server has seen the others go
            }

            Assert.Equal(HttpStatusCode.OK, statuses[^1]);
            (await registry.Client.GetAsync("/api/v1/models")).EnsureSuccessStatusCode();
        }

        data.Delete(recursive: true);
    }

    private static async Task<TcpClient> ConnectAsync(Uri address)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        return client;
    }

    private static async Task<string> AskAsync(TcpClient client)
    {
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
        var (buffer, length) = (new byte[4096], 0);
        for (int read; (read = await stream.ReadAsync(buffer.AsMemory(length))) > 0;)
        {
            length += read;
            if (Encoding.ASCII.GetString(buffer, 0, length) is var text && text.Contains("\r\n\r\n", StringComparison.Ordinal) && text.Contains('}'))
            {
                break;
            }
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
