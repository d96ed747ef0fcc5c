using System.IO.Compression;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>What one part of a file came to. <see cref="Whole"/>: it was followed to its end.</summary>
internal sealed record PickleOutcome(PickleFindings Findings, string? Container, bool Whole);

/// <summary>Reads a part of a file as what its first bytes say it is, and the parts within it.</summary>
internal sealed class PickleReading(PreviewWork work)
{
    /// <summary>PyTorch before 1.6 writes five pickles and then the bytes of its tensors (torch/serialization.py, "_legacy_save").</summary>
    private const int OldTorchPickles = 5;

    public PreviewWork Work => work;

    /// <summary>Reads what <paramref name="open"/> opens, each time at its first byte.</summary>
    public PickleOutcome Read(Func<Stream> open, int depth)
    {
        var kind = PickleContainer.Of(open);
        if (kind is PickleContainerKind.Bare)
        {
            return ReadBare(open, depth);
        }

        if (depth >= work.Limits.MostDepth)
        {
            return Closed("It nests archives deeper than a preview follows.", null);
        }

        return kind switch
        {
            PickleContainerKind.Zip => new PickleArchive(this, depth).Read(open),
            PickleContainerKind.Gzip => Within("gzip", () => new GZipStream(open(), CompressionMode.Decompress), depth),
            PickleContainerKind.Zlib => Within("zlib", () => new ZLibStream(open(), CompressionMode.Decompress), depth),
            PickleContainerKind.NumpyArray => NumpyArrayFile.Read(this, open, depth),
            _ => Closed($"It is compressed or packed with {PickleContainer.NameOf(kind)}, which is not looked into.", PickleContainer.NameOf(kind)),
        };
    }

    public static PickleOutcome Closed(string doubt, string? container)
    {
        var findings = new PickleFindings();
        findings.Doubt(doubt);
        return new PickleOutcome(findings, container, Whole: false);
    }

    /// <summary>
    /// Two loaders read a file with joblib's arrays in two ways, so it is followed in both: what either would import counts. That
    /// the loader of pickles stops at the first array is as it should be.
    /// </summary>
    public PickleOutcome ReadBare(Func<Stream> open, int depth)
    {
        var (findings, fault) = Follow(open, depth, asJoblib: false);
        if (findings.HasJoblibArrays)
        {
            var asPickle = findings;
            (findings, fault) = Follow(open, depth, asJoblib: true);
            findings.AddMissing(asPickle);
        }

        if (fault is not null)
        {
            findings.Doubt(fault);
        }

        return new PickleOutcome(findings, null, fault is null);
    }

    private PickleOutcome Within(string container, Func<Stream> open, int depth)
    {
        var inner = Read(open, depth + 1);
        return inner with { Container = inner.Container is null ? container : $"{container}, {inner.Container}" };
    }

    private (PickleFindings Findings, string? Fault) Follow(Func<Stream> open, int depth, bool asJoblib)
    {
        using var stream = open();
        var bytes = new PreviewBytes(stream, work);
        var findings = new PickleFindings();
        var machine = new PickleMachine(bytes, work, findings, asJoblib ? new JoblibArrays(bytes, work, depth + 1) : null);
        if (!machine.Run())
        {
            return (findings, bytes.Position == 0 && bytes.Trouble is null ? "The file is empty." : machine.Fault);
        }

        for (var (isOldTorch, count) = (machine.IsTorchMark, 1); PassIdle(bytes); count++)
        {
            if (isOldTorch && count >= OldTorchPickles)
            {
                AddIfPickle(bytes, findings);
                return (findings, null);
            }

            var at = bytes.Position;
            if (!machine.Run())
            {
                return (findings, $"After the pickle that ends at byte {at} comes something that is not followed. {machine.Fault}");
            }
        }

        return (findings, bytes.Trouble);
    }

    /// <summary>The bytes of tensors follow, which are no pickle; where a whole one stands nevertheless, its names count.</summary>
    private void AddIfPickle(PreviewBytes bytes, PickleFindings findings)
    {
        var more = new PickleFindings();
        if (new PickleMachine(bytes, work, more, arrays: null).Run() || more.HasDanger)
        {
            findings.Add(more);
        }
    }

    /// <summary>Passes over blanks and zeros, with which no pickle begins; false at the end.</summary>
    private static bool PassIdle(PreviewBytes bytes)
    {
        while (bytes.Peek() is 0 or ' ' or '\t' or '\r' or '\n')
        {
            bytes.Read();
        }

        return bytes.Peek() >= 0;
    }
}
