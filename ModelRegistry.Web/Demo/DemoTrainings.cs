using System.Globalization;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Runs;

namespace ModelRegistry.Web.Demo;

/// <summary>The trainings that the demo's versions come from, as a training script would have logged them: an experiment for each model.</summary>
internal sealed class DemoTrainings(IServiceProvider services, DemoClock clock, Actor scientist)
{
    private readonly Dictionary<string, string> _experiments = [];

    /// <summary>Logs a run that ends now; the id of it.</summary>
    public async Task<string> LogAsync(DemoRun run, CancellationToken ct)
    {
        var end = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var took = Math.Max(1, (long)(1_000 * run.Metrics.GetValueOrDefault("train_seconds")));
        var wish = new NewRun(await ExperimentAsync(run.Model, ct), scientist.Name, NameOf(run), end - took);
        var made = await Get<RunWorkflow>().CreateAsync(wish, scientist, ct);
        await Get<RunLog>().LogAsync(made.Id, new RunBatch(Params: [.. run.Params]), scientist, ct);
        foreach (var points in Points(run, end - took, took).Chunk(RunBatch.MostMetrics))
        {
            await Get<RunLog>().LogAsync(made.Id, new RunBatch(points), scientist, ct);
        }

        var dataset = new NewRunInput(run.Dataset.Name, run.Dataset.Digest[..RunDataset.DigestMaxLength],
            Tags: [KeyValuePair.Create("mlflow.data.context", "train")]);
        await Get<RunInputs>().LogAsync(made.Id, [dataset], [], scientist, ct);
        foreach (var file in run.Files)
        {
            await using var content = run.Open(file);
            await Get<RunArtifacts>().PutAsync(RunFilePlace.Of(made, file.Path), content, file.Size, scientist, ct);
        }

        await Get<RunWorkflow>().UpdateAsync(made.Id, new RunEdit(RunStatus.Finished, end), scientist, ct);
        return made.Id;
    }

    private static string NameOf(DemoRun run) => string.Create(CultureInfo.InvariantCulture,
        $"{run.Params.GetValueOrDefault("family", "training").Replace('_', '-')}-{run.Number:000}");

    /// <summary>Its curves, and what it measured at its end.</summary>
    private static IEnumerable<NewPoint> Points(DemoRun run, long start, long took) =>
    [
        .. run.History.SelectMany(history => history.Value.Select((point, index) =>
            new NewPoint(history.Key, point[1], start + (took * (index + 1) / history.Value.Length), (long)point[0]))),
        .. run.Metrics.Where(metric => !run.History.ContainsKey(metric.Key)).Select(metric => new NewPoint(metric.Key, metric.Value, start + took)),
    ];

    private async Task<string> ExperimentAsync(string model, CancellationToken ct)
    {
        if (!_experiments.TryGetValue(model, out var id))
        {
            id = (await Get<ExperimentWorkflow>().CreateAsync(new NewExperiment(model), scientist, ct)).IdText;
            _experiments.Add(model, id);
        }

        return id;
    }

    private T Get<T>()
        where T : notnull => services.GetRequiredService<T>();
}
