namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>A file on its way, as js/upload.js last told of it.</summary>
public sealed class UploadFile(int index, string path, long size)
{
    public int Index { get; } = index;

    public string Path { get; } = path;

    public long Size { get; } = size;

    public UploadState State { get; internal set; }

    public long Sent { get; internal set; }

    public string? Error { get; internal set; }

    /// <summary>It took the place of one that was chosen before.</summary>
    public bool Replaced { get; init; }

    /// <summary>Another file of the same path; one of the two has to be chosen.</summary>
    public OtherFile? Other { get; init; }

    public int Percent => State == UploadState.Done || Size == 0 ? 100 : (int)(100 * Math.Min(Sent, Size) / Size);
}

/// <summary>Where a file is on its way.</summary>
public enum UploadState
{
    Waiting,
    Sending,
    Done,
    Failed,
    Stopped,
}

/// <summary>What js/upload.js reports: only the files that changed, and all bytes together.</summary>
public sealed record UploadReport(IReadOnlyList<UploadChange> Files, long Sent, bool Running);

public sealed record UploadChange(int Index, string State, long Sent, string? Error);

/// <summary>The other file of one path. Times are the browser's, in milliseconds since 1970, of the other and of the first one.</summary>
public sealed record OtherFile(long Size, long Changed, long Was);

/// <summary>A file as js/upload.js lists it.</summary>
public sealed record UploadEntry(int Index, string Path, long Size, string State, long Sent, string? Error, bool Replaced, OtherFile? Other)
{
    public UploadFile ToFile() => new(Index, Path, Size)
    {
        State = UploadList.StateOf(State),
        Sent = Sent,
        Error = Error,
        Replaced = Replaced,
        Other = Other,
    };
}

/// <summary>The files of an upload with their progress; what the page shows, without the browser that sends them.</summary>
public sealed class UploadList
{
    private readonly Dictionary<int, UploadFile> _byIndex = [];

    public IReadOnlyCollection<UploadFile> Files => _byIndex.Values;

    public long Bytes { get; private set; }

    public long Sent { get; private set; }

    public bool Running { get; private set; }

    public int Done => Count(UploadState.Done);

    public int Failed => Count(UploadState.Failed);

    /// <summary>Paths for which two files were chosen.</summary>
    public int Asked => Files.Count(file => file.Other is not null);

    /// <summary>Those that are not on the server yet.</summary>
    public int ToSend => Files.Count - Done;

    public bool IsComplete => !Running && Files.Count > 0 && Files.All(file => file.State == UploadState.Done);

    public int Percent => Bytes == 0 ? (IsComplete ? 100 : 0) : (int)(100 * Math.Min(Sent, Bytes) / Bytes);

    /// <summary>Those that need an eye first: failed, then under way, then waiting, then done.</summary>
    public IEnumerable<UploadFile> ForShow(int most) =>
        Files.OrderBy(file => file.Other is not null ? -1 : file.State switch
        {
            UploadState.Failed => 0,
            UploadState.Stopped => 1,
            UploadState.Sending => 2,
            UploadState.Waiting => 3,
            UploadState.Done => 4,
        }).ThenBy(file => file.Index).Take(most);

    /// <summary>Takes the browser's list over.</summary>
    public void Replace(IEnumerable<UploadFile> files)
    {
        _byIndex.Clear();
        foreach (var file in files)
        {
            _byIndex[file.Index] = file;
        }

        (Bytes, Sent) = (_byIndex.Values.Sum(file => file.Size), _byIndex.Values.Sum(file => file.Sent));
    }

    public void Begin() => Running = true;

    public void Apply(UploadReport report)
    {
        (Sent, Running) = (report.Sent, report.Running);
        foreach (var change in report.Files)
        {
            if (_byIndex.TryGetValue(change.Index, out var file))
            {
                (file.State, file.Sent, file.Error) = (StateOf(change.State), change.Sent, change.Error);
            }
        }
    }

    private int Count(UploadState state) => Files.Count(file => file.State == state);

    internal static UploadState StateOf(string state) => state switch
    {
        "sending" => UploadState.Sending,
        "done" => UploadState.Done,
        "failed" => UploadState.Failed,
        "stopped" => UploadState.Stopped,
        _ => UploadState.Waiting,
    };
}
