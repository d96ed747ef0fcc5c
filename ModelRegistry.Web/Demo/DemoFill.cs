using System.Globalization;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Hosting;

namespace ModelRegistry.Web.Demo;

/// <summary>
/// Fills an empty registry with real training results through the services that everybody uses, as if the runs had been
/// registered over the last months, with everything that people decided about them.
/// </summary>
internal sealed class DemoFill(IServiceProvider services, DemoClock clock, TextWriter output)
{
    private static readonly TimeSpan Span = TimeSpan.FromDays(170);

    private static readonly Dictionary<string, NewModel> Models = new()
    {
        ["breast-cancer-screener"] = About("breast-cancer-screener", "Tells benign from malignant by measurements of cell nuclei.", "diagnostics",
            "classification"),
        ["diabetes-progression"] = About("diabetes-progression", "Predicts how diabetes progresses within a year.", "diagnostics", "regression"),
        ["digits-classifier"] = About("digits-classifier", "Reads handwritten digits from scans of 8 × 8 pixels.", "vision", "classification"),
        ["wine-cultivar"] = About("wine-cultivar", "Tells the cultivar of a wine by its chemistry.", "quality", "classification"),
    };

    /// <summary>Fills the registry of these settings, which must hold no account yet, and returns the accounts that were made.</summary>
    public static async Task<IReadOnlyList<DemoAccount>> RunAsync(RegistrySettings settings, string runsRoot, DateTimeOffset end, TextWriter output,
        CancellationToken ct)
    {
        // Services of their own over the same database, because these have another clock.
        var clock = new DemoClock(end - Span);
        await using var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock).AddRegistry(settings).BuildServiceProvider();
        var people = services.GetRequiredService<People>();
        if (await people.AnyAsync(ct))
        {
            throw new StartRefusedException(
                "--demo fills an empty registry, but this one already has accounts. Name an empty folder with Data:Directory, or leave --demo out.");
        }

        var accounts = await DemoAccounts.CreateAsync(people, ct);
        await new DemoFill(services, clock, output).RegisterAsync(DemoRun.ReadAll(runsRoot), accounts, end, ct);
        return accounts;
    }

    private async Task RegisterAsync(IReadOnlyList<DemoRun> runs, IReadOnlyList<DemoAccount> accounts, DateTimeOffset end, CancellationToken ct)
    {
        var cast = Cast(accounts);
        var models = runs.Select(run => run.Model).Distinct().ToList();
        foreach (var model in models)
        {
            await Get<ModelWorkflow>().CreateAsync(Models.GetValueOrDefault(model) ?? new NewModel(model), cast.Scientist, ct);
        }

        await DemoCards.WriteAsync(Get<CardWorkflow>(), models, cast.Scientist, cast.Reviewer, ct);
        await DemoPolicies.PublishAsync(Get<PolicyWorkflow>(), models, cast.Admin, ct);
        var history = new DemoHistory(services, clock, cast);
        var incidents = new DemoIncidents(services, clock, cast);
        var trainings = new DemoTrainings(services, clock, cast.Scientist);
        var inTime = InTime(runs);
        DateTimeOffset At(int place) => end - (Span * (inTime.Count - place) / (inTime.Count + 1));
        for (var i = 0; i < inTime.Count; i++)
        {
            clock.Set(At(i));
            var version = await RegisterAsync(inTime[i], await trainings.LogAsync(inTime[i], ct), cast.Scientist, ct);
            await history.FollowAsync(version, At(i + 1), isLast: inTime.FindLastIndex(run => run.Model == version.Model) == i, ct);
            await incidents.FollowAsync(version.Model, late: i > inTime.Count * 9 / 10, At(i + 1), ct);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"Demo: {i + 1,2} of {inTime.Count}  {version.Model} v{version.Number}, {version.FileCount} files"));
        }

        await history.LeaveOpenAsync(models, ct);
    }

    private static DemoCast Cast(IReadOnlyList<DemoAccount> accounts)
    {
        Actor Of(string role) => accounts.First(account => account.Role == role).Actor;
        return new DemoCast(Of(Roles.DataScientist), Of(Roles.Reviewer), accounts.Last(account => account.Role == Roles.Reviewer).Actor, Of(Roles.Emergency),
            Of(Roles.Operator), Of(Roles.Admin));
    }

    private async Task<VersionView> RegisterAsync(DemoRun run, string runId, Actor scientist, CancellationToken ct)
    {
        var pending = await Get<VersionWorkflow>().CreateAsync(run.Model, Describe(run, runId), scientist, ct);
        var number = pending.Number.ToString(CultureInfo.InvariantCulture);
        foreach (var steps in run.History.SelectMany(Steps).Chunk(NewMetric.MaxPerCall))
        {
            await Get<VersionEvidence>().LogMetricsAsync(run.Model, number, steps, scientist, ct);
        }

        foreach (var file in run.Files)
        {
            await using var content = run.Open(file);
            await Get<VersionArtifacts>().PutAsync(run.Model, number, new IncomingFile(file.Path, content, file.Sha256, file.Size), scientist, ct);
        }

        var listed = run.Files.Select(file => new ManifestEntry(file.Path, file.Sha256, file.Size)).ToList();
        return await Get<VersionWorkflow>().SealAsync(run.Model, number, new SealExpectation(Files: listed), scientist, ct);
    }

    private static NewVersion Describe(DemoRun run, string runId) => new(
        Parameters: run.Params,
        Metrics: [.. run.Metrics.Select(metric => new NewMetric(metric.Key, metric.Value))],
        Dataset: new VersionDataset(run.Dataset.Name, run.Dataset.Digest),
        Source: new VersionSource(RunId: runId),
        Framework: run.Framework);

    private static IEnumerable<NewMetric> Steps(KeyValuePair<string, double[][]> history) =>
        history.Value.Select(point => new NewMetric(history.Key, point[1], Step: (long)point[0]));

    /// <summary>All models side by side in time, each in the order of its runs.</summary>
    private static List<DemoRun> InTime(IReadOnlyList<DemoRun> runs) =>
    [
        .. runs.GroupBy(run => run.Model).SelectMany(model => model.Select((run, i) => (run, Share: (i + 1.0) / model.Count())))
            .OrderBy(pair => pair.Share).ThenBy(pair => pair.run.Model, StringComparer.Ordinal).Select(pair => pair.run),
    ];

    private static NewModel About(string name, string description, string team, string task) =>
        new(name, description, new Dictionary<string, string> { ["team"] = team, ["task"] = task });

    private T Get<T>()
        where T : notnull => services.GetRequiredService<T>();
}
