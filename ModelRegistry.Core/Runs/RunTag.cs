using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Runs;

/// <summary>What was noted of a run, by itself or by somebody.</summary>
[NotInLedger("what a run logged, which changes without events until a version is registered from it")]
public sealed class RunTag
{
    public const int ValueMaxLength = 8_000;

    /// <summary>Tags that clients read back as JSON, so that they are never cut.</summary>
    public const int JsonMaxLength = 4_000_000;

    public const string RunName = "mlflow.runName";
    public const string Parent = "mlflow.parentRunId";
    public const string Note = "mlflow.note.content";
    public const string LoggedModels = "mlflow.log-model.history";

    public long RunKey { get; init; }

    public string Key { get; init; } = "";

    public string Value { get; set; } = "";
}
