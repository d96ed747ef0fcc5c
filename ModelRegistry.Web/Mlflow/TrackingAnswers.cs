using System.Globalization;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Runs;

namespace ModelRegistry.Web.Mlflow;

internal sealed record ExperimentAnswer(
    string ExperimentId, string Name, string ArtifactLocation, string LifecycleStage, long LastUpdateTime, long CreationTime, IReadOnlyList<PairAnswer> Tags)
{
    public static ExperimentAnswer Of(ExperimentView experiment) => new(experiment.IdText, experiment.Name, experiment.ArtifactLocation,
        RunAnswer.Stage(experiment.DeletedAt is not null), experiment.UpdatedAt.ToUnixTimeMilliseconds(), experiment.CreatedAt.ToUnixTimeMilliseconds(),
        PairAnswer.Of(experiment.Tags));
}

internal sealed record RunInfoAnswer(
    string RunId, string RunUuid, string RunName, string ExperimentId, string UserId, string Status, long StartTime, long? EndTime, string ArtifactUri,
    string LifecycleStage);

internal sealed record MetricAnswer(
    string Key, double Value, long Timestamp, long Step, string? RunId = null, string? ModelId = null, string? DatasetName = null,
    string? DatasetDigest = null);

internal sealed record RunDataAnswer(List<MetricAnswer> Metrics, IReadOnlyList<PairAnswer> Params, IReadOnlyList<PairAnswer> Tags);

internal sealed record DatasetAnswer(string Name, string Digest, string SourceType, string Source, string? Schema, string? Profile);

internal sealed record DatasetInputAnswer(IReadOnlyList<PairAnswer> Tags, DatasetAnswer Dataset);

internal sealed record ModelLinkAnswer(string ModelId, long? Step = null);

internal sealed record RunInputsAnswer(List<DatasetInputAnswer> DatasetInputs, List<ModelLinkAnswer> ModelInputs);

internal sealed record RunOutputsAnswer(List<ModelLinkAnswer> ModelOutputs);

internal sealed record RunAnswer(RunInfoAnswer Info, RunDataAnswer Data, RunInputsAnswer Inputs, RunOutputsAnswer Outputs)
{
    public static RunAnswer Of(RunView run)
    {
        var outputs = run.Models.Where(model => model.IsOutput).Select(model => new ModelLinkAnswer(model.ModelId, model.Step)).ToList();
        return new RunAnswer(
            InfoOf(run),
            new RunDataAnswer([.. run.Metrics.Select(metric => new MetricAnswer(metric.Name, metric.Value, metric.Time, metric.Step))],
                PairAnswer.Of(run.Params), PairAnswer.Of(run.Tags)),
            new RunInputsAnswer([.. run.Inputs.Select(Input)],
                [.. run.Models.Where(model => !model.IsOutput).Select(model => new ModelLinkAnswer(model.ModelId))]),
            new RunOutputsAnswer(outputs));
    }

    public static RunInfoAnswer InfoOf(RunView run) => new(run.Id, run.Id, run.Name, ExperimentIdOf(run.ExperimentId), run.User,
        run.Status.ToString().ToUpperInvariant(), run.StartTime, run.EndTime, run.ArtifactUri, Stage(run.Deleted));

    public static string Stage(bool deleted) => deleted ? "deleted" : "active";

    public static string ExperimentIdOf(int id) => id.ToString(CultureInfo.InvariantCulture);

    private static DatasetInputAnswer Input(RunInputView input) => new(PairAnswer.Of(input.Tags),
        new DatasetAnswer(input.Name, input.Digest, input.SourceType, input.Source, input.Schema, input.Profile));
}
