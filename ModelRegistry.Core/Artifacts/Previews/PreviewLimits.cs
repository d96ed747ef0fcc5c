namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// What one look into a file of unknown intent may cost. Work is counted, not timed, so that the same file gets the same
/// answer on any machine: one unit for a step of a parser, one for each <see cref="BytesPerUnit"/> bytes read.
/// </summary>
public sealed record PreviewLimits
{
    public const int BytesPerUnit = 64;

    public static PreviewLimits Default { get; } = new();

    /// <summary>Bytes read from the file or out of its compression; what can be jumped over does not count.</summary>
    public long MostBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>About two seconds of one processor.</summary>
    public long MostWork { get; init; } = 60_000_000;

    /// <summary>Archives within archives, and pickles within pickles.</summary>
    public int MostDepth { get; init; } = 4;
}
