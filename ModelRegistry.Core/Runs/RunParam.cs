using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Runs;

/// <summary>What a run was given; written once.</summary>
[NotInLedger("what a run logged, which changes without events until a version is registered from it")]
public sealed class RunParam
{
    public const int ValueMaxLength = 6_000;

    public long RunKey { get; init; }

    public string Key { get; init; } = "";

    public string Value { get; init; } = "";
}
