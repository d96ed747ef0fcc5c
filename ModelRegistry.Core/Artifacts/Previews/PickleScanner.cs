namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// Says which names loading a pickle would import, without loading it: bare pickles, several in a row, PyTorch and NumPy
/// archives, joblib's files, gzip and zlib around any of them. The bytes decide, never the name of the file. A file made to
/// mislead ends in a verdict, not in an exception; only the disk's faults and the caller's cancellation are thrown.
/// </summary>
public static class PickleScanner
{
    /// <summary>
    /// Reads the file from where the stream stands, which must be able to seek. It works on the calling thread, up to about
    /// two seconds (<see cref="PreviewLimits.MostWork"/>): a page calls it through <see cref="Task.Run(Action)"/>.
    /// </summary>
    public static PickleScan Scan(Stream file, PreviewLimits? limits = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!file.CanSeek)
        {
            throw new ArgumentException("The stream must be able to seek.", nameof(file));
        }

        var start = file.Position;
        var size = file.Length - start;
        var reading = new PickleReading(new PreviewWork(limits ?? PreviewLimits.Default, ct));
        var (findings, container, _) = reading.Read(() => new PartStream(file, start, size), depth: 0);
        return findings.ToScan(container, size);
    }
}
