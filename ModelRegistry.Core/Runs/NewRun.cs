namespace ModelRegistry.Core.Runs;

/// <summary>A run to be made. Times are milliseconds since 1970.</summary>
/// <param name="ExperimentId">Its experiment; null or empty: the default one.</param>
/// <param name="User">Who started it, as the client says.</param>
/// <param name="Name">Null: a name is made up.</param>
/// <param name="StartTime">Null: 0.</param>
/// <param name="Tags">In the order in which they came; of equal keys the last one counts.</param>
public sealed record NewRun(
    string? ExperimentId = null, string? User = null, string? Name = null, long? StartTime = null, IReadOnlyList<KeyValuePair<string, string>>? Tags = null);

/// <summary>What changes of a run; null leaves it as it is.</summary>
public sealed record RunEdit(RunStatus? Status = null, long? EndTime = null, string? Name = null);
