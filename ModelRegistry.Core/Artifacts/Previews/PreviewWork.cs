namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>The account of one look into a file: what it spent and, when a limit was met, which.</summary>
internal sealed class PreviewWork(PreviewLimits limits, CancellationToken ct)
{
    private const long StepsBetweenLooks = 4096;

    private long _bytes;
    private long _units;
    private long _lookAt = StepsBetweenLooks;

    public PreviewLimits Limits => limits;

    /// <summary>Says which limit was met; null while there is something left.</summary>
    public string? Spent { get; private set; }

    /// <summary>False when there is no work left. Ends with the caller's cancellation.</summary>
    public bool Take(long units = 1)
    {
        _units += units;
        if (_units >= _lookAt)
        {
            ct.ThrowIfCancellationRequested();
            _lookAt = _units + StepsBetweenLooks;
        }

        if (_units <= limits.MostWork)
        {
            return Spent is null;
        }

        Spent ??= "Reading it to the end would take more work than a preview may do.";
        return false;
    }

    public bool TakeBytes(long bytes)
    {
        _bytes += bytes;
        if (_bytes > limits.MostBytes)
        {
            Spent ??= "It holds more bytes than a preview reads.";
            return false;
        }

        return Take(1 + (bytes / PreviewLimits.BytesPerUnit));
    }
}
