using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Runs;

/// <summary>A tag or a parameter of a logged model.</summary>
[NotInLedger("what a run logged, which changes without events until a version is registered from it")]
public sealed class LoggedModelLabel
{
    public long ModelKey { get; init; }

    public bool IsParam { get; init; }

    public string Key { get; init; } = "";

    public string Value { get; set; } = "";
}
