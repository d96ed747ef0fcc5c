using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Runs;

/// <summary>That a run read a data set, and what for.</summary>
[NotInLedger("what a run logged, which changes without events until a version is registered from it")]
public sealed class RunInput
{
    public const string ContextTag = "mlflow.data.context";
    public const int TagKeyMaxLength = 255;
    public const int TagValueMaxLength = 500;
    public const int MostTags = 100;
    public const int TagsMaxLength = 200_000;

    public long RunKey { get; init; }

    public long DatasetKey { get; init; }

    /// <summary>Its tag <c>mlflow.data.context</c>, such as <c>training</c>.</summary>
    public string? Context { get; init; }

    /// <summary>All its tags as a JSON object.</summary>
    public string Tags { get; init; } = "{}";
}
