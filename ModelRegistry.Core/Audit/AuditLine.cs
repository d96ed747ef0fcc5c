using System.Buffers;
using System.Text.Json;

namespace ModelRegistry.Core.Audit;

/// <summary>One stored event with its links, which is also one line of an export.</summary>
public sealed record AuditLine(long Seq, string Body, string PreviousHash, string Hash)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = AuditBody.Json.Encoder };

    /// <summary>Writes <c>{"seq","body","previousHash","hash"}</c>, the body as a JSON string, and a line feed.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("seq"u8, Seq);
            json.WriteString("body"u8, Body);
            json.WriteString("previousHash"u8, PreviousHash);
            json.WriteString("hash"u8, Hash);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}
