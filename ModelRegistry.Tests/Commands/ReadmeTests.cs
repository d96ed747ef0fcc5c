using System.Diagnostics;
using ModelRegistry.Tests.Durability;
using ModelRegistry.Tests.Support;
using ModelRegistry.Tests.Upkeep;

namespace ModelRegistry.Tests.Commands;

/// <summary>
/// Every command of the README as a newcomer types it, with "dotnet run" itself. A folder stands for the repository's root, so that the data
/// of a test does not go into the source, and what is built is not built again.
/// </summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class ReadmeTests : IDisposable
{
    private const string Email = "you@example.test";

    private readonly TestFolder _folder = new();

    // The one that runs these tests, by its path: the stand-in has its name.
    private static string Dotnet => Environment.ProcessPath!;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_command_has_a_scene()
    {
        Assert.Empty(ReadmeCommands.All.Where(command => command.Scene is null).Select(command => command.Text));
        Assert.Empty(ReadmeCommands.Forgotten);
    }

    [Fact]
    public async Task The_walk_works_as_it_is_written()
    {
        using var server = Start($"{Assert.Single(Of(ReadmeScene.Server)).Trim()} 2>&1", ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            ("Bootstrap__AdminEmail", Email), ("Bootstrap__AdminPassword", Given.Password));
        try
        {
            var (address, lines) = await RegistryProcess.ReadyAsync(server);
            Assert.DoesNotContain(lines, line => line.StartsWith("warn", StringComparison.Ordinal) || line.StartsWith("fail", StringComparison.Ordinal));
            var walk = string.Join('\n', Of(ReadmeScene.Walk))
                .Replace("http://localhost:5280", address.ToString().TrimEnd('/'), StringComparison.Ordinal)
                .Replace("you@example.com:your password", $"{Email}:{Given.Password}", StringComparison.Ordinal)
                .Replace("/backups/", $"{_folder.Path}/backups/", StringComparison.Ordinal)
                .Replace("/srv/registry", $"{_folder.Path}/srv/registry", StringComparison.Ordinal);

            // What ran is said before what it says, so that a failure names its command.
            using var shell = Start($"set -euo pipefail -v\n{walk}");
            var (output, error) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
            await shell.WaitForExitAsync();

            Assert.True(shell.ExitCode == 0, $"{Tail(await error)}\n{Tail(await output)}");
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task The_demo_starts_and_names_its_accounts()
    {
        using var server = Start($"{Assert.Single(Of(ReadmeScene.Demo)).Trim()} 2>&1", ("ASPNETCORE_URLS", "http://127.0.0.1:0"));
        try
        {
            var (_, lines) = await RegistryProcess.ReadyAsync(server);

            Assert.DoesNotContain(lines, line => line.StartsWith("warn", StringComparison.Ordinal) || line.StartsWith("fail", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.Contains("reviewer", StringComparison.OrdinalIgnoreCase));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    private static IEnumerable<string> Of(ReadmeScene scene) =>
        ReadmeCommands.All.Where(command => command.Scene == scene).Select(command => command.Text);

    private static string Tail(string text) => text.Length <= 4_000 ? text : text[^4_000..];

    private Process Start(string script, params (string Name, string Value)[] environment)
    {
        var tools = Directory.CreateDirectory(_folder.New("tools")).FullName;
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

        // The project that was built is the one beside these tests; as sqlcmd stands what sees that the script is there.
        Tool("dotnet", $$"""
            if [ "$1" = run ] && [ "$3" = ModelRegistry.Web ]; then
              shift 3
              exec "{{Dotnet}}" run --no-build -c {{configuration}} --project "{{Repository.Root}}/ModelRegistry.Web" "$@"
            fi
            exec "{{Dotnet}}" "$@"
            """);
        Tool("sqlcmd", """grep -q 'CREATE TABLE' "${@: -1}" """);

        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Directory.CreateDirectory(_folder.New("root")).FullName,
        };
        start.Environment["Data__Directory"] = Path.Combine(start.WorkingDirectory, "data");
        start.Environment["PATH"] = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;

        void Tool(string name, string body)
        {
            var path = Path.Combine(tools, name);
            File.WriteAllText(path, $"#!/usr/bin/env bash\n{body}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }
}
