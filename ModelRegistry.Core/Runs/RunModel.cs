using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Runs;

/// <summary>That a run read or made a logged model.</summary>
[NotInLedger("what a run logged, which changes without events until a version is registered from it")]
public sealed class RunModel
{
    public long RunKey { get; init; }

    public bool IsOutput { get; init; }

    public long ModelKey { get; init; }

    public long Step { get; init; }
}
