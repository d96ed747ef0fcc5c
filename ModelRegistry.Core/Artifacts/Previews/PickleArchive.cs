using System.IO.Compression;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// The pickles of a zip archive: PyTorch's <c>data.pkl</c>, NumPy's arrays, archives within. Members named as pickles must be
/// followed; any other is tried too, since a loader may be told any name, and counts when a whole pickle with imports stands there.
/// </summary>
internal sealed class PickleArchive(PickleReading reading, int depth)
{
    /// <summary>An archive within an archive that is packed has to be unpacked to be read; one larger is not looked into.</summary>
    private const int MostUnpackedBytes = 8 * 1024 * 1024;

    private const int Stored = 0;
    private const int Deflated = 8;
    private const int SniffedBytes = 512;

    /// <summary>Opcodes of protocols 0 and 1 with which a pickle can begin.</summary>
    private const string FirstOpcodes = "()]}cilSUVXIKLJMNGFB";

    private static readonly string[] PickleEndings =
        [".pkl", ".pickle", ".p", ".pk", ".joblib", ".dill", ".npy", ".npz", ".pt", ".pth", ".bin", ".ckpt", ".sav", ".zip"];

    private readonly PickleFindings _findings = new();
    private bool _whole = true;
    private int _understood;

    public PickleOutcome Read(Func<Stream> open)
    {
        using var file = open();
        if (!file.CanSeek)
        {
            return ReadUnpacked(file);
        }

        var directory = ZipDirectory.Read(file);
        if (directory.Trouble is { } trouble)
        {
            Doubt(trouble);
        }

        foreach (var member in directory.Members)
        {
            if (!reading.Work.Take(PreviewLimits.BytesPerUnit))
            {
                Doubt(reading.Work.Spent!);
                break;
            }

            ReadMember(directory, member);
        }

        if (_understood == 0 && _whole)
        {
            Doubt(PickleScan.NoneInArchive);
        }

        var isTorch = directory.Members.Any(m => m.Name == "data.pkl" || m.Name.EndsWith("/data.pkl", StringComparison.Ordinal));
        return new PickleOutcome(_findings, isTorch ? "PyTorch archive (zip)" : "zip archive", _whole);
    }

    private PickleOutcome ReadUnpacked(Stream packed)
    {
        var unpacked = new MemoryStream();
        var bytes = new PreviewBytes(packed, reading.Work);
        for (int next; (next = bytes.Read()) >= 0;)
        {
            if (unpacked.Length == MostUnpackedBytes)
            {
                return PickleReading.Closed("It holds a packed archive too large to be looked into.", "zip archive");
            }

            unpacked.WriteByte((byte)next);
        }

        if (bytes.Trouble is { } trouble)
        {
            Doubt(trouble);
        }

        return Read(() => new PartStream(unpacked, 0, unpacked.Length));
    }

    private void ReadMember(ZipDirectory directory, ZipMember member)
    {
        var isNamed = PickleEndings.Any(ending => member.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        if (member.IsEncrypted)
        {
            Doubt($"{member.Name} says that it is encrypted; it was read as if it were not.");
        }

        using var probe = directory.Open(member);
        if (probe is null)
        {
            Doubt($"{member.Name} is not where the archive says.");
        }
        else if (member.Method is not (Stored or Deflated))
        {
            Doubt($"{member.Name} is packed with a method (number {member.Method}) that is not looked into.");
        }
        else if (isNamed || IsWorthATry(() => Unpack(directory, member), member.Name))
        {
            ReadPart(() => Unpack(directory, member), member.Name, isNamed);
        }
    }

    private void ReadPart(Func<Stream> open, string name, bool isNamed)
    {
        var part = reading.Read(open, depth + 1);
        if (!isNamed && !part.Whole && !part.Findings.HasDanger)
        {
            return; // bytes that began like a pickle and are none
        }

        if (!part.Whole)
        {
            Doubt($"{name} could not be followed to its end.");
        }

        _understood++;
        _findings.Add(part.Findings);
    }

    /// <summary>
    /// The bytes of PyTorch's tensors (".../data/12") can begin in any way, so only what a pickle of protocol 2 or later begins with makes
    /// them worth it. Of other members all that begins with the opcode of a pickle or an archive's signature does.
    /// </summary>
    private static bool IsWorthATry(Func<Stream> open, string name)
    {
        Span<byte> head = stackalloc byte[SniffedBytes];
        head = head[..PickleContainer.ReadHead(open, head)];
        if (head is [0x80, <= 5, ..])
        {
            return true;
        }

        var file = name.AsSpan(name.LastIndexOf('/') + 1);
        var isTensor = file.IndexOfAnyExceptInRange('0', '9') < 0 && name.AsSpan(0, name.Length - file.Length).EndsWith("data/");
        return !isTensor && head.Length > 0
            && (PickleContainer.Of(head) != PickleContainerKind.Bare || FirstOpcodes.Contains((char)head[0], StringComparison.Ordinal));
    }

    private static Stream Unpack(ZipDirectory directory, ZipMember member)
    {
        var packed = directory.Open(member)!;
        return member.Method == Stored ? packed : new DeflateStream(packed, CompressionMode.Decompress);
    }

    private void Doubt(string reason)
    {
        _whole = false;
        _findings.Doubt(reason);
    }
}
