using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// A signed statement, kept outside the database, that the event <paramref name="Seq"/> had this hash at this time (whole
/// milliseconds). Signature: ECDSA P-256 over SHA-256 of <c>seq\nhash\nat</c>, IEEE P1363, base64.
/// </summary>
public sealed record Checkpoint(long Seq, string Hash, DateTimeOffset At, string Signature)
{
    /// <summary>The bytes that are signed; at has one form only, so the text can be had back from the time.</summary>
    internal byte[] SignedText() => Encoding.UTF8.GetBytes($"{Seq}\n{Hash}\n{AuditBody.TimeText(At)}");

    internal string ToLine() =>
        JsonSerializer.Serialize(new Line(Seq, Hash, AuditBody.TimeText(At), Signature), AuditBody.Json);

    internal static bool TryReadLine(string line, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        try
        {
            if (JsonSerializer.Deserialize<Line>(line, AuditBody.Json) is { Seq: > 0, Signature: not null } read
                && Sha256Hex.IsValid(read.Hash)
                && AuditBody.TryReadTime(read.At, out var at))
            {
                checkpoint = new Checkpoint(read.Seq, read.Hash, at, read.Signature);
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return checkpoint is not null;
    }

    private sealed record Line(long Seq, string Hash, string At, string Signature);
}
