using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Tests.Audit;

/// <summary>Chains to tamper with, hashed by a few lines of their own and not by the code under test.</summary>
internal static class AuditRows
{
    public static readonly DateTimeOffset Start = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);

    public static readonly Guid ModelId = new("0197f3a0-0000-7000-8000-000000000001");

    public static List<AuditLine> Chain(int count, string model = "churn")
    {
        var lines = new List<AuditLine>();
        for (var seq = 1; seq <= count; seq++)
        {
            lines.Add(Linked(seq, Body(seq, model), lines.Count == 0 ? new string('0', 64) : lines[^1].Hash));
        }

        return lines;
    }

    public static string Body(long seq, string model = "churn") => AuditBody.Write(
        seq,
        Start.AddSeconds(seq),
        new AuditActor("u1", "Reviewer"),
        "api",
        new SlotMoved(new(ModelId, model), 3, new("production", 2), new("production", SlotKind.Stage, 3, Start, MoveKind.Promotion, 7, null), "better"));

    public static AuditLine Linked(long seq, string body, string previousHash) =>
        new(seq, body, previousHash, Hash(previousHash, body));

    public static string Hash(string previousHash, string body) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(previousHash + body))).ToLowerInvariant();

    /// <summary>Gives every row from this index on correct links and hashes, as somebody with the code would.</summary>
    public static void Rewrite(List<AuditLine> lines, int from)
    {
        for (var i = from; i < lines.Count; i++)
        {
            lines[i] = Linked(lines[i].Seq, lines[i].Body, i == 0 ? new string('0', 64) : lines[i - 1].Hash);
        }
    }

    /// <summary>By lines and by export: both must say the same.</summary>
    public static AuditVerification Verify(IEnumerable<AuditLine> lines, CheckpointReading? checkpoints = null, CheckpointKeys? key = null)
    {
        checkpoints ??= new CheckpointReading([], [], TornLastLine: false);
        var byLine = new AuditVerifier(checkpoints, key);
        lines.ToList().ForEach(line => byLine.Add(line));
        var result = byLine.Complete();

        var byExport = VerifyExport(Export(lines), checkpoints, key);
        Assert.Equal(result.Findings, byExport.Findings);
        Assert.Equal(result.SignedBy, byExport.SignedBy);
        Assert.Equal(result with { Findings = [], SignedBy = [] }, byExport with { Findings = [], SignedBy = [] });
        return result;
    }

    public static AuditVerification VerifyExport(byte[] export, CheckpointReading? checkpoints = null, CheckpointKeys? key = null)
    {
        var verifier = new AuditVerifier(checkpoints ?? new CheckpointReading([], [], TornLastLine: false), key);
        var reader = new AuditLineReader(new MemoryStream(export));
        while (reader.ReadAsync(verifier, CancellationToken.None).GetAwaiter().GetResult())
        {
        }

        return verifier.Complete();
    }

    public static byte[] Export(IEnumerable<AuditLine> lines)
    {
        var export = new ArrayBufferWriter<byte>();
        foreach (var line in lines)
        {
            line.WriteTo(export);
        }

        return export.WrittenSpan.ToArray();
    }

    /// <summary>Findings without their sentences: <c>Edited 5</c>, <c>Deleted 3-7</c>.</summary>
    public static string[] Named(AuditVerification result) =>
        [.. result.Findings.Select(f => f.FromSeq == f.ToSeq ? $"{f.Problem} {f.FromSeq}" : $"{f.Problem} {f.FromSeq}-{f.ToSeq}")];
}
