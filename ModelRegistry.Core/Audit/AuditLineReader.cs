using System.Text.Json;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// Feeds an export to a verifier line by line. Holds one buffer that grows to the longest line and makes no object per
/// line; a line that cannot be read is reported and the next one goes on.
/// </summary>
public sealed class AuditLineReader(Stream export)
{
    private const int LongestLine = 1 << 28;

    private byte[] _read = new byte[1 << 18];
    private byte[] _chained = new byte[1 << 12];
    private int _start;
    private int _end;
    private long _line;

    public long BytesRead { get; private set; }

    /// <summary>Feeds the lines of the next piece; false when the export is at its end.</summary>
    public async Task<bool> ReadAsync(AuditVerifier verifier, CancellationToken ct)
    {
        MakeRoom();
        var count = await export.ReadAsync(_read.AsMemory(_end), ct);
        BytesRead += count;
        _end += count;
        FeedWholeLines(verifier);
        if (count == 0 && _end > _start)
        {
            Feed(_read.AsSpan(_start, _end - _start), verifier);
            _start = _end;
        }

        return count > 0;
    }

    private void MakeRoom()
    {
        _read.AsSpan(_start, _end - _start).CopyTo(_read);
        _end -= _start;
        _start = 0;
        if (_end < _read.Length)
        {
            return;
        }

        if (_read.Length >= LongestLine)
        {
            throw new InvalidDataException($"Line {_line + 1} is longer than {LongestLine >> 20} MiB.");
        }

        Array.Resize(ref _read, _read.Length * 2);
    }

    private void FeedWholeLines(AuditVerifier verifier)
    {
        while (_read.AsSpan(_start, _end - _start).IndexOf((byte)'\n') is var length and >= 0)
        {
            Feed(_read.AsSpan(_start, length), verifier);
            _start += length + 1;
        }
    }

    private void Feed(ReadOnlySpan<byte> line, AuditVerifier verifier)
    {
        _line++;
        if (_line == 1 && line.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        if (line.Trim("\r\t "u8).IsEmpty)
        {
            return;
        }

        try
        {
            FeedEvent(line, verifier);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            verifier.Malformed(_line);
        }
    }

    private void FeedEvent(ReadOnlySpan<byte> line, AuditVerifier verifier)
    {
        // A string never gets longer by unescaping, so the line's length is room enough for previous hash and body.
        if (_chained.Length < line.Length + AuditChain.HashLength)
        {
            Array.Resize(ref _chained, (line.Length + AuditChain.HashLength) * 2);
        }

        var members = new Members(_chained);
        members.Read(line);
        verifier.Add(members.Seq, members.Chained, members.Hash, columnsAgree: true);
    }

    /// <summary>The four members of one line; previous hash and body lie side by side, as they are hashed.</summary>
    private ref struct Members(Span<byte> room)
    {
        private const int Everything = 0b1111;

        private readonly Span<byte> _room = room;
        private int _seen;
        private int _bodyLength;

        public long Seq { get; private set; }

        public ReadOnlySpan<byte> Hash { get; private set; }

        public readonly ReadOnlySpan<byte> Chained => _room[..(AuditChain.HashLength + _bodyLength)];

        public void Read(ReadOnlySpan<byte> line)
        {
            var json = new Utf8JsonReader(line);
            json.Read();
            Require(json.TokenType == JsonTokenType.StartObject);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                ReadMember(ref json);
            }

            Require(_seen == Everything && !json.Read());
        }

        private void ReadMember(ref Utf8JsonReader json)
        {
            if (json.ValueTextEquals("seq"u8))
            {
                See(ref json, 0b0001);
                Require(json.TryGetInt64(out var seq));
                Seq = seq;
            }
            else if (json.ValueTextEquals("body"u8))
            {
                See(ref json, 0b0010);
                _bodyLength = json.CopyString(_room[AuditChain.HashLength..]);
            }
            else if (json.ValueTextEquals("previousHash"u8))
            {
                See(ref json, 0b0100);
                ReadPreviousHash(ref json);
            }
            else
            {
                Require(json.ValueTextEquals("hash"u8));
                See(ref json, 0b1000);
                Require(!json.ValueIsEscaped && json.TokenType == JsonTokenType.String);
                Hash = json.ValueSpan;
            }
        }

        // Any other length is no hash that the registry wrote: as an empty one it links to nothing and hashes to
        // something else, which is what a verifier has to say about it.
        private void ReadPreviousHash(ref Utf8JsonReader json)
        {
            Require(!json.ValueIsEscaped && json.TokenType == JsonTokenType.String);
            json.ValueSpan[..Math.Min(AuditChain.HashLength, json.ValueSpan.Length)].CopyTo(_room);
            if (json.ValueSpan.Length != AuditChain.HashLength)
            {
                _room[..AuditChain.HashLength].Clear();
            }
        }

        private void See(ref Utf8JsonReader json, int member)
        {
            Require((_seen & member) == 0);
            _seen |= member;
            json.Read();
        }

        private static void Require(bool condition)
        {
            if (!condition)
            {
                throw new JsonException();
            }
        }
    }
}
