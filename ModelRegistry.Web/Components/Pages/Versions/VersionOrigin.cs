using ModelRegistry.Core.Registrations;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>Where a version comes from, as rows; what was not said has none.</summary>
public static class VersionOrigin
{
    private const string Run = "Run";

    /// <summary>Where rows lead to: the run, for who may see it.</summary>
    public static IReadOnlyDictionary<string, string> Links(SourceRun? run) => run is null ? new Dictionary<string, string>()
        : new Dictionary<string, string> { [Run] = Urls.Run(run.ExperimentId, run.Id) };

    public static IReadOnlyList<KeyValuePair<string, string>> Of(VersionView version, SourceRun? run) =>
    [
        .. new (string Name, string? Value)[]
        {
            ("Data set", version.Dataset?.Name),
            ("Data set digest", version.Dataset?.Digest),
            ("Data set address", version.Dataset?.Uri),
            ("Git commit", version.Source?.GitCommit),
            (Run, run?.Name ?? version.Source?.RunId),
            ("Run's page", version.Source?.RunLink),
            ("Source", version.Source?.Uri),
        }.Where(row => !string.IsNullOrEmpty(row.Value)).Select(row => KeyValuePair.Create(row.Name, row.Value!)),
    ];
}
