using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Experiments;

/// <summary>What somebody noted of an experiment.</summary>
[NotInLedger("a note of an experiment, which decides nothing")]
public sealed class ExperimentTag
{
    public int ExperimentId { get; init; }

    public string Key { get; init; } = "";

    public string Value { get; set; } = "";
}
