using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Runs;

/// <summary>A data set that runs of an experiment read, once for its name and digest.</summary>
[NotInLedger("what a run logged, which changes without events until a version is registered from it")]
public sealed class RunDataset
{
    public const int NameMaxLength = 500;
    public const int DigestMaxLength = 36;
    public const int SourceTypeMaxLength = 500;
    public const int SourceMaxLength = 65_535;
    public const int SchemaMaxLength = 1_048_575;
    public const int ProfileMaxLength = 16_777_215;

    public long Key { get; init; }

    public int ExperimentId { get; init; }

    public string Name { get; init; } = "";

    public string Digest { get; init; } = "";

    public string SourceType { get; init; } = "";

    public string Source { get; init; } = "";

    public string? Schema { get; init; }

    public string? Profile { get; init; }
}
