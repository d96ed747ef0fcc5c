using ModelRegistry.Core.Audit;

namespace ModelRegistry.Tests.Audit;

/// <summary>Checkpoints of a chain at the given events, made with a key of their own in a directory of their own.</summary>
internal sealed class Signed : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("audit");

    public Signed(List<AuditLine> lines, params int[] seqs)
    {
        using var signer = CheckpointSigner.Open(Folder);
        Checkpoints = [.. seqs.Select(seq => signer.Sign(seq, lines[seq - 1].Hash, AuditRows.Start.AddHours(seq)))];
    }

    public string Folder => _directory.FullName;

    public string KeyFile => Path.Combine(Folder, CheckpointSigner.PublicFile);

    public List<Checkpoint> Checkpoints { get; }

    public AuditVerification Verify(IEnumerable<AuditLine> lines, params Checkpoint[] checkpoints)
    {
        using var key = new CheckpointKeys(File.ReadAllText(KeyFile), []);
        var reading = new CheckpointReading(checkpoints.Length == 0 ? Checkpoints : checkpoints, [], TornLastLine: false);
        return AuditRows.Verify(lines, reading, key);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
