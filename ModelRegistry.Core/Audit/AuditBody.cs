using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// The body of an audit event. Its JSON text is written once by <see cref="Write"/>, stored and hashed as it is, and
/// always one line; reading it back serves the derived columns and their comparison, never a second writing.
/// </summary>
public sealed record AuditBody(
    long Seq,
    DateTimeOffset At,
    AuditActor Actor,
    string Door,
    string Action,
    Guid? ModelId,
    string? Model,
    int? Version,
    JsonElement? Before,
    JsonElement? After,
    string? Reason,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Rows = null)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    // The text is read by people and programs, never put into HTML unencoded: readable letters, yet control
    // characters, U+2028 and U+2029 are escaped, so that an event is one line for every reader. The encoder also puts
    // U+FFFD in the place of half a surrogate pair instead of throwing.
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
        // By name, as the API writes them: a number would change its meaning with the code.
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new Instants() },
    };

    private static readonly string[] Doors = ["browser", "api", "mlflow", "job"];

    /// <summary>Members in the order of the design; a member without a value is null, only the token and the rows are left out.</summary>
    /// <param name="seq">Its number.</param>
    /// <param name="at">When.</param>
    /// <param name="actor">Who.</param>
    /// <param name="door">Through which door.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="rows">What its transaction did to rows, by table: <c>-</c> or <c>+</c> and a row's digest.</param>
    public static string Write(long seq, DateTimeOffset at, AuditActor actor, string door, RegistryEvent happened,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? rows = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seq, 1);
        ArgumentException.ThrowIfNullOrWhiteSpace(actor.Id);
        if (!Doors.Contains(door, StringComparer.Ordinal))
        {
            throw new ArgumentException($"There is no door called '{door}'.", nameof(door));
        }

        var text = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = Json.Encoder }))
        {
            WriteMembers(json, seq, at, actor, door, happened, rows);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    public static AuditBody Read(string body) =>
        TryRead(body, out var read)
            ? read
            : throw RegistryException.Malformed("audit_body_unreadable", "The text is not the body of an audit event.");

    public static bool TryRead(string body, [NotNullWhen(true)] out AuditBody? read)
    {
        read = null;
        try
        {
            read = JsonSerializer.Deserialize<AuditBody>(body, Json);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return false;
        }

        return read is { Seq: > 0, Actor.Id: not null, Door: not null, Action: not null };
    }

    /// <summary>ISO 8601 in UTC with milliseconds, the one form of a time in bodies and checkpoints.</summary>
    internal static string TimeText(DateTimeOffset at) => at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    internal static bool TryReadTime(string? text, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(
            text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at);

    /// <summary>
    /// The sequence number as <see cref="Write"/> puts it, first of all members; 0 for any other text. A verifier needs
    /// only this member, and a body in another form was not written by the registry.
    /// </summary>
    internal static long SeqOf(ReadOnlySpan<byte> body)
    {
        var start = "{\"seq\":"u8;
        return body.StartsWith(start)
            && Utf8Parser.TryParse(body[start.Length..], out long seq, out var length)
            && body.Length > start.Length + length
            && body[start.Length + length] == (byte)','
                ? seq
                : 0;
    }

    private static void WriteMembers(
        Utf8JsonWriter json, long seq, DateTimeOffset at, AuditActor actor, string door, RegistryEvent happened,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? rows)
    {
        json.WriteStartObject();
        json.WriteNumber("seq", seq);
        json.WriteString("at", TimeText(at));
        WriteActor(json, actor);
        json.WriteString("door", door);
        var kind = EventKind.Of(happened);
        json.WriteString("action", kind.Name);
        json.WritePropertyName("modelId");
        JsonSerializer.Serialize(json, happened.Model?.Id, Json);
        json.WriteString("model", happened.Model?.Name);
        json.WritePropertyName("version");
        JsonSerializer.Serialize(json, happened.Version, Json);
        WriteMember(json, "before", kind.Before, happened);
        WriteMember(json, "after", kind.After, happened);
        json.WriteString("reason", happened.Reason);
        if (rows is not null)
        {
            json.WritePropertyName("rows");
            JsonSerializer.Serialize(json, rows, Json);
        }

        json.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter json, string name, PropertyInfo? member, RegistryEvent happened)
    {
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, member?.GetValue(happened), member?.PropertyType ?? typeof(object), Json);
    }

    private static void WriteActor(Utf8JsonWriter json, AuditActor actor)
    {
        json.WriteStartObject("actor");
        json.WriteString("id", actor.Id);
        json.WriteString("name", actor.Name);
        if (actor.Token is not null)
        {
            json.WriteString("token", actor.Token);
        }

        json.WriteEndObject();
    }

    /// <summary>Every time in a body has the one form of <see cref="TimeText"/>.</summary>
    private sealed class Instants : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(TimeText(value));
    }
}
