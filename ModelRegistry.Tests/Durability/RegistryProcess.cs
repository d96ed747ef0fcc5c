using System.Diagnostics;
using System.Globalization;
using ModelRegistry.Tests.EndToEnd;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Durability;

/// <summary>The built program as a process of its own, which can be killed like one.</summary>
internal sealed class RegistryProcess : IDisposable
{
    private const string Email = "admin@example.test";
    private const string AddressLine = "Open ";

    // Beside other work a start takes far longer than its five seconds; nobody waits longer than it must.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(10);

    private readonly Process _process;

    private readonly Uri _address;

    private RegistryProcess(Process process, Uri address) => (_process, _address) = (process, address);

    public Uri Address => _address;

    /// <summary>Signed in as the account that the settings name.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>The built program, beside the built tests.</summary>
    public static string Program => Path.Combine(
        AppContext.BaseDirectory.Replace("ModelRegistry.Tests", "ModelRegistry.Web", StringComparison.Ordinal), "ModelRegistry.Web.dll");

    /// <param name="dataDirectory">Where its data is.</param>
    /// <param name="environment">More of its environment.</param>
    /// <param name="files">How many files it may open; null: as many as this process.</param>
    public static async Task<RegistryProcess> StartAsync(string dataDirectory, Dictionary<string, string>? environment = null, int? files = null)
    {
        string[] command = ["dotnet", Program, "--urls", "http://127.0.0.1:0"];
        var start = new ProcessStartInfo("dotnet", command[1..])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = dataDirectory
        };
        start.Environment["Data__Directory"] = dataDirectory;
        start.Environment["Bootstrap__AdminEmail"] = Email;
        start.Environment["Bootstrap__AdminPassword"] = Given.Password;
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        if (files is { } most)
        {
            start.FileName = "sh";
            start.ArgumentList.Clear();
            foreach (var part in new[] { "-c", string.Create(CultureInfo.InvariantCulture, $"ulimit -n {most}; exec \"$@\""), "sh" }.Concat(command))
            {
                start.ArgumentList.Add(part);
            }
        }

        var process = Process.Start(start)!;
        var started = new RegistryProcess(process, (await ReadyAsync(process)).Address);
        started.Client = await started.SignInAsync(Email);
        return started;
    }

    /// <summary>Waits until a program that was started says where it answers, and returns what it wrote before.</summary>
    public static async Task<(Uri Address, IReadOnlyList<string> Lines)> ReadyAsync(Process process)
    {
        List<string> lines = [];
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Trim().StartsWith(AddressLine, StringComparison.Ordinal))
            {
                // Read on in the background: a full pipe would stop the program.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return (new Uri(line.Trim()[AddressLine.Length..].Trim()), lines);
            }

            lines.Add(line);
        }

        await process.WaitForExitAsync(patience.Token);
        throw new InvalidOperationException($"The program ended with exit code {process.ExitCode} before it was ready.");
    }

    /// <summary>A client in which that person has signed in, once: a password with each request would cost 100 ms each time, by design.</summary>
    public async Task<HttpClient> SignInAsync(string email)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = _address,
            Timeout = LongestAnswer
        };
        using var answer = await (await SignInForm.OfAsync(client)).SendAsync(client, email, Given.Password);
        var session = answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.Contains("registry-session", StringComparison.Ordinal));
        client.DefaultRequestHeaders.Add("Cookie", session.Split(';')[0]);
        return client;
    }

    /// <summary>As a power cut would: no handler of the program runs.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ready for a new measure of the peak: what the process holds now, in bytes.</summary>
    public long ResetPeak()
    {
        File.WriteAllText($"/proc/{_process.Id}/clear_refs", "5");
        return Memory("VmRSS");
    }

    /// <summary>The most that the process held since <see cref="ResetPeak"/>, in bytes.</summary>
    public long Peak() => Memory("VmHWM");

    public void Dispose()
    {
        Client?.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    private long Memory(string name) => File.ReadLines($"/proc/{_process.Id}/status")
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => 1_024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)).Single();
}
