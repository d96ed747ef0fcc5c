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
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <param name="settings">Which installation.</param>
    /// <param name="quick">Hash no file.</param>
    /// <param name="console">The result goes to its output, progress and refusals to its error stream.</param>
    /// <param name="ct">Stops between two batches.</param>
    public static Task<int> RunAsync(RegistrySettings settings, bool quick, UpkeepConsole console, CancellationToken ct) =>
        console.GuardAsync(() => PrintAsync(settings, quick, console, ct));

    internal static async Task<int> PrintAsync(RegistrySettings settings, bool quick, UpkeepConsole console, CancellationToken ct)
    {
        var report = await InstallationCheck.RunAsync(settings, quick, console.Error, console.Time, ct);
        await console.Output.WriteLineAsync(JsonSerializer.Serialize(report, Json));
        await console.Error.WriteLineAsync(report.Ok ? "Nothing is wrong."
            : $"{report.Findings.Count(finding => finding.Severity == FindingSeverity.Error) + report.FindingsNotListed} findings.");
        await console.Error.WriteLineAsync($"{report.NotCovered.Count} columns and tables are not covered; the result names each under notCovered.");
        return report.Ok ? UpkeepConsole.Clean : UpkeepConsole.Findings;
    }
}
