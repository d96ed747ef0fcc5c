using System.Diagnostics;
using System.Text.Json;
using ModelRegistry.Core;
using ModelRegistry.Tests.Durability;
using ModelRegistry.Web.Commands;

namespace ModelRegistry.Tests.Upkeep;

/// <summary>What a command printed, and how it ended.</summary>
internal sealed record Ran(int Code, string Output, string Error)
{
    public JsonElement Report => JsonDocument.Parse(Output).RootElement;

    public List<string> Kinds => [.. Report.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("kind").GetString()!).Distinct()
        .Order(StringComparer.Ordinal)];
}

/// <summary>Runs the commands of the upkeep in this process, or as a process of their own.</summary>
internal static class Commands
{
    public static Task<Ran> VerifyAsync(RegistrySettings settings, params string[] args) => RunAsync(settings, ["verify", "--all", .. args]);

    public static Task<Ran> BackupAsync(RegistrySettings settings, params string[] args) => RunAsync(settings, ["backup", .. args]);

    public static Task<Ran> RestoreAsync(RegistrySettings settings, params string[] args) => RunAsync(settings, ["restore", .. args]);

    /// <summary>What is typed here, over this installation.</summary>
    public static async Task<Ran> RunAsync(RegistrySettings settings, params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await RegistryCommands.RunAsync(args, output, error, _ => settings);
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
        return new Ran(code, output.ToString(), error.ToString());
    }

    /// <summary>The built program with these arguments over this data directory; its error stream can be watched, to kill it in time.</summary>
    public static Process Start(string dataDirectory, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [RegistryProcess.Program, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = dataDirectory
        };
        start.Environment["Data__Directory"] = dataDirectory;
        return Process.Start(start)!;
    }

    public static async Task<Ran> RunProgramAsync(string dataDirectory, params string[] args)
    {
        using var process = Start(dataDirectory, args);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Ran(process.ExitCode, await output, await error);
    }
}

/// <summary>A folder of a test, with folders in it.</summary>
public sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("registry-upkeep-");

    public string Path => _folder.FullName;

    /// <summary>A place in it where nothing is yet.</summary>
    public string New(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
