using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Registrations;

/// <summary>
/// What a version takes over from the run that it comes from: its latest metrics with the run as their source, its parameters, the data set that it
/// was trained on and the revision of its code. The step history stays with the run.
/// </summary>
internal sealed record RunEvidence(string? RunId, Guid? CreatedById = null, string? GitCommit = null, VersionDataset? Dataset = null)
{
    private const string GitCommitTag = "mlflow.source.git.commit";
    private const string Training = "train";

    public IReadOnlyList<NewMetric> Metrics { get; private init; } = [];

    public IReadOnlyDictionary<string, string> Parameters { get; private init; } = new Dictionary<string, string>();

    /// <summary>
    /// Of a run that is not here (of another server, or one that the actor may not see) the id alone is kept, as a label.
    /// </summary>
    public static async Task<RunEvidence> ReadAsync(RegistryDbContext db, string? runId, Actor actor, CancellationToken ct)
    {
        if (runId is null)
        {
            return new RunEvidence(RunId: null);
        }

        var run = await db.VisibleRuns(actor).Where(found => found.Run.Id == runId).Select(found => found.Run).AsNoTracking().SingleOrDefaultAsync(ct);
        if (run is null)
        {
            return new RunEvidence(Text.CheckOptional("run_id", runId, NewVersion.RunIdMaxLength));
        }

        var parameters = await db.RunParams.Where(row => row.RunKey == run.Key).OrderBy(row => row.Key).Take(ModelVersion.MaxParameters)
            .Select(row => new { row.Key, row.Value }).ToListAsync(ct);
        return new RunEvidence(run.Id, run.CreatedById, await CommitAsync(db, run.Key, ct), await DatasetAsync(db, run.Key, ct))
        {
            Metrics = await LatestAsync(db, run, ct),
            Parameters = parameters.Where(row => Fits(row.Key, row.Value)).ToDictionary(row => row.Key, row => row.Value),
        };
    }

    /// <summary>The registration with what the run knows.</summary>
    public NewVersion Complete(NewVersion version) => version with { Parameters = Parameters, Metrics = Metrics, Dataset = Dataset };

    /// <summary>The latest value of each metric, and of each data set that the run named with one.</summary>
    public static async Task<IReadOnlyList<NewMetric>> LatestAsync(RegistryDbContext db, Run run, CancellationToken ct)
    {
        var source = $"run {run.Id}";
        var plain = await db.RunMetrics.Where(row => row.RunKey == run.Key).Join(db.MetricKeys, row => row.MetricId, key => key.Id, (row, key) =>
            new { key.Name, row.Kind, row.Stored, row.Step }).OrderBy(row => row.Name).ToListAsync(ct);
        var onDatasets = await db.RunDatasetMetrics.Where(row => row.RunKey == run.Key).Join(db.MetricKeys, row => row.MetricId, key => key.Id, (row, key) =>
            new { key.Name, row.Kind, row.Stored, row.Step, row.DatasetName, row.DatasetDigest }).OrderBy(row => row.Name).ToListAsync(ct);
        var named = onDatasets.Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. plain.Where(row => !named.Contains(row.Name))
                .Select(row => new NewMetric(row.Name, MetricValue.Of(row.Stored, row.Kind), row.Step, Source: source)),
            .. onDatasets.Select(row => new NewMetric(row.Name, MetricValue.Of(row.Stored, row.Kind), row.Step,
                new MetricDataset(row.DatasetName, row.DatasetDigest), source)),
        ];
    }

    private static async Task<string?> CommitAsync(RegistryDbContext db, long runKey, CancellationToken ct)
    {
        var commit = await db.RunTags.Where(tag => tag.RunKey == runKey && tag.Key == GitCommitTag).Select(tag => tag.Value).SingleOrDefaultAsync(ct);
        return commit is { Length: <= NewVersion.GitCommitMaxLength } ? commit : null;
    }

    /// <summary>The data set that the run read for training, else the only one.</summary>
    private static async Task<VersionDataset?> DatasetAsync(RegistryDbContext db, long runKey, CancellationToken ct)
    {
        var inputs = await db.RunInputs.Where(input => input.RunKey == runKey)
            .Join(db.RunDatasets, input => input.DatasetKey, dataset => dataset.Key, (input, dataset) =>
                new { input.Context, dataset.Key, dataset.Name, dataset.Digest }).OrderBy(row => row.Key).ToListAsync(ct);
        var trained = inputs.Find(row => row.Context?.StartsWith(Training, StringComparison.OrdinalIgnoreCase) == true)
            ?? (inputs.Count == 1 ? inputs[0] : null);
        return trained is null ? null : new VersionDataset(trained.Name, trained.Digest);
    }

    private static bool Fits(string key, string value) => Text.IsKey(key) && value.Length <= ModelVersion.ParameterMaxLength && Text.IsStorable(value);
}
