using System.Text;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// Verifies a chain one line at a time, from an export or from the database alike, and names every event that was
/// edited, deleted, inserted or moved, one finding a break. Memory grows with the breaks and the checkpoints, never with
/// the events.
/// </summary>
public sealed class AuditVerifier
{
    // Runs that are compared with one another when the chain is put together; beyond that a long move reads as a deletion
    // and an insertion of the same numbers.
    private const int MostRuns = 1024;

    private const string Inconsistent = "Body, previous hash and hash do not belong together.";
    private const string WrongNumber = "The body does not carry the number of its place in the chain.";
    private const string WrongColumns = "The columns beside the body do not say what the body says.";

    private readonly CheckpointComparison _checkpoints;
    private readonly List<AuditFinding> _findings = [];
    private readonly List<ChainRun> _runs = [];
    private readonly byte[] _lastHash = new byte[AuditChain.HashLength];
    private readonly byte[] _lastComputed = new byte[AuditChain.HashLength];
    private readonly byte[] _computed = new byte[AuditChain.HashLength];
    private byte[] _chained = new byte[1 << 10];
    private ChainRun _run;
    private bool _lastSighted;
    private long _unreadable;
    private long _events;
    private long _position;

    public AuditVerifier()
        : this(new CheckpointReading([], [], TornLastLine: false), keys: null)
    {
    }

    public AuditVerifier(CheckpointReading checkpoints, CheckpointKeys? keys)
    {
        _checkpoints = new CheckpointComparison(checkpoints, keys);
        _run = new ChainRun(_position, 0, 0, "") { To = 0 };
        _runs.Add(_run);
        Encoding.ASCII.GetBytes(AuditChain.FirstPreviousHash, _lastHash);
        _lastHash.CopyTo(_lastComputed, 0);
    }

    /// <param name="line">The next line, in the order of the sequence numbers.</param>
    /// <param name="columnsAgree">False when a column derived from the body says something else than the body.</param>
    public void Add(AuditLine line, bool columnsAgree = true)
    {
        var most = AuditChain.HashLength + Encoding.UTF8.GetMaxByteCount(line.Body.Length);
        if (_chained.Length < most)
        {
            _chained = new byte[most * 2];
        }

        Span<byte> hash = stackalloc byte[AuditChain.HashLength];
        PutHash(line.PreviousHash, _chained);
        PutHash(line.Hash, hash);
        var length = AuditChain.HashLength + Encoding.UTF8.GetBytes(line.Body, _chained.AsSpan(AuditChain.HashLength));
        Add(line.Seq, _chained.AsSpan(0, length), hash, columnsAgree);
    }

    /// <summary>A line of the export that cannot be read; its event counts as unreadable, not as deleted.</summary>
    public void Malformed(long lineNumber)
    {
        _unreadable++;
        var seq = _run.To + _unreadable;
        AddFinding(new AuditFinding(seq, seq, AuditProblem.Malformed, $"Line {lineNumber} cannot be read."));
    }

    /// <summary>Call once, after the last line.</summary>
    public AuditVerification Complete()
    {
        CloseRun();
        var assembly = Settle(open: null);
        var head = assembly.Tail;
        _findings.AddRange(_checkpoints.Complete(head.To));
        var findings = FindingOrder.Tidy(_findings);
        var covered = _checkpoints.LastAgreeing;
        return new AuditVerification(
            findings.Count == 0,
            _events,
            head.To,
            head.LastHash,
            findings,
            _checkpoints.Checked,
            covered,
            Math.Min(_events, head.To - (covered ?? 0)))
        {
            SignedBy = _checkpoints.Signed,
        };
    }

    /// <param name="seq">The number beside the body.</param>
    /// <param name="chained">The previous hash (64 bytes) and the body, as they are hashed.</param>
    /// <param name="hash">The stored hash; of another length than 64 it is wrong.</param>
    /// <param name="columnsAgree">As above.</param>
    internal void Add(long seq, ReadOnlySpan<byte> chained, ReadOnlySpan<byte> hash, bool columnsAgree)
    {
        _events++;
        AuditChain.HashOf(chained, _computed);
        var row = new AuditRow(seq, chained, hash, hash.SequenceEqual(_computed), columnsAgree);
        if (_unreadable > 0)
        {
            PassUnreadable(row);
        }

        if (!Follows(row))
        {
            StartRun(row);
        }

        Append(row);
    }

    private bool Follows(in AuditRow row)
    {
        var id = _run.To + 1;
        var linked = row.Previous.SequenceEqual(_lastHash);
        var inPlace = row.Seq - _run.Shift == id;
        return inPlace
            && (row.BodySeq == id || linked || !row.Consistent)
            && (linked || (!row.Consistent && row.HoldsAfter(_lastHash)));
    }

    private void Append(in AuditRow row)
    {
        var id = ++_run.To;
        if (!row.Consistent || row.BodySeq != id || !row.ColumnsAgree)
        {
            _run.AddFlaw(row.Seq, !row.Consistent ? Inconsistent : row.BodySeq != id ? WrongNumber : WrongColumns);
        }

        if (_lastSighted && _run.From != id)
        {
            var previous = Encoding.ASCII.GetString(row.Previous);
            _run.Sightings.FindAll(s => s.Seq == id - 1).ForEach(s => s.SeeSuccessor(previous));
        }

        _lastSighted = _checkpoints.See(id, row.Hash, _computed, _run.Sightings);
        _run.LastConsistent = row.Consistent;
        PutHash(row.Hash, _lastHash);
        _computed.CopyTo(_lastComputed, 0);
    }

    private void StartRun(in AuditRow row)
    {
        var trusted = row.BodySeq != 0 && (row.Consistent || row.BodySeq == _run.To + 1);
        var id = trusted ? row.BodySeq : row.Seq;
        CloseRun();
        if (_runs.Count == MostRuns)
        {
            SettleEarly();
        }

        _run = new ChainRun(++_position, id, row.Seq - id, Encoding.ASCII.GetString(row.Previous));
        _runs.Add(_run);
    }

    private void CloseRun()
    {
        _run.LastHash = Encoding.ASCII.GetString(_lastHash);
        _run.LastComputed = Encoding.ASCII.GetString(_lastComputed);
    }

    private void SettleEarly()
    {
        var tail = Settle(open: _run).Tail;
        _runs.Clear();
        _runs.Add(tail);
        tail.ForgetFlaws();
        if (_run != tail)
        {
            _runs.Add(_run);
        }
    }

    private ChainAssembly Settle(ChainRun? open)
    {
        var assembly = ChainAssembly.Of(_runs, open);
        _checkpoints.Settle(assembly.Sightings);
        foreach (var finding in assembly.Findings)
        {
            AddFinding(finding);
        }

        return assembly;
    }

    // The lines that could not be read stand for the numbers missing here, as far as numbers are missing.
    private void PassUnreadable(in AuditRow row)
    {
        var missing = Math.Max(row.Seq - _run.Shift, row.BodySeq) - _run.To - 1;
        if (missing > 0)
        {
            _run.To += Math.Min(missing, _unreadable);
            _run.LastConsistent = false;
            Array.Clear(_lastHash);
            Array.Clear(_lastComputed);
        }

        _unreadable = 0;
    }

    private void AddFinding(AuditFinding finding)
    {
        if (_findings.Count > 0 && FindingOrder.Join(_findings[^1], finding) is { } joined)
        {
            _findings[^1] = joined;
            return;
        }

        _findings.Add(finding);
    }

    private static void PutHash(string hash, Span<byte> room)
    {
        if (hash.Length != AuditChain.HashLength || !Ascii.IsValid(hash))
        {
            room[..AuditChain.HashLength].Clear();
            return;
        }

        Encoding.ASCII.GetBytes(hash, room);
    }

    private static void PutHash(ReadOnlySpan<byte> hash, Span<byte> room)
    {
        if (hash.Length != AuditChain.HashLength)
        {
            room.Clear();
            return;
        }

        hash.CopyTo(room);
    }
}
