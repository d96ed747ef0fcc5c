using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// <c>verify --all [--quick] [--json]</c>: prints what <see cref="InstallationCheck"/> found as JSON. Exit code 0: nothing is wrong.
/// 1: something is. 2: it could not be run, with a sentence on the error stream.
/// </summary>
public static class VerifyCommand
{
    public const string Usage = "Usage: verify --all [--quick] [--json] [--Data:Directory FOLDER]";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <param name="settings">Which installation.</param>
    /// <param name="args">What follows the word verify; JSON is what it prints with and without <c>--json</c>.</param>
    /// <param name="console">The result goes to its output, progress and refusals to its error stream.</param>
    /// <param name="ct">Stops between two batches.</param>
    public static Task<int> RunAsync(RegistrySettings settings, UpkeepArguments args, UpkeepConsole console, CancellationToken ct) =>
        console.GuardAsync(async () =>
        {
            args.RequireOnly(Usage, places: 0, "--all", "--quick", "--json");
            args.RequireSwitch("--all", $"Say what to verify: --all is the whole installation. {Usage}");
            return await PrintAsync(settings, args.Has("--quick"), console, ct);
        });

    internal static async Task<int> PrintAsync(RegistrySettings settings, bool quick, UpkeepConsole console, CancellationToken ct)
    {
        var report = await InstallationCheck.RunAsync(settings, quick, console.Error, console.Time, ct);
        await console.Output.WriteLineAsync(JsonSerializer.Serialize(report, Json));
        await console.Error.WriteLineAsync(report.Ok ? "Nothing is wrong." : $"{report.Findings.Count(finding => finding.Severity == FindingSeverity.Error) + report.FindingsNotListed} findings.");
        return report.Ok ? UpkeepConsole.Clean : UpkeepConsole.Findings;
    }
}
