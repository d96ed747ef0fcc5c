using System.Text.Json;
using System.Text.Json.Serialization;
using ModelRegistry.Core.Access;

namespace ModelRegistry.Core.Grants;

/// <summary>Whom a grant is given to: a person by e-mail address, or a team by name.</summary>
public sealed record GrantTo(string? Person = null, string? Team = null);

/// <summary>What a grant is on: one model, one collection with all below it, or, with neither, the server, which is written <c>"server"</c>.</summary>
[JsonConverter(typeof(GrantOnConverter))]
public sealed record GrantOn(string? Collection = null, string? Model = null)
{
    public const string Server = "server";

    /// <summary>How it is written, for the sentence of a refusal.</summary>
    public const string Forms = "\"server\", {\"collection\": \"risk/emea\"} or {\"model\": \"fraud\"}";

    [JsonIgnore]
    public bool IsServer => Collection is null && Model is null;
}

/// <summary>A grant to give. <see cref="Stages"/> only with <see cref="GrantRight.Review"/>; without them it is about all.</summary>
public sealed record NewGrant(GrantTo To, GrantOn On, GrantRight Right, IReadOnlyList<string>? Stages = null, DateTimeOffset? Until = null);

/// <summary>A grant in force, or one that has ended by itself and was not taken away yet.</summary>
public sealed record GrantView(Guid Id, GrantTo To, GrantOn On, GrantRight Right, IReadOnlyList<string>? Stages, DateTimeOffset? Until,
    DateTimeOffset CreatedAt, string CreatedBy);

/// <summary>
/// Which grants are listed: of a model, a collection, a person (their own alone, not those of their teams), a holder (a person, those of their teams too) or
/// a team; with none of them, all.
/// </summary>
public sealed record GrantSearch(string? Model = null, string? Collection = null, string? Person = null, string? Team = null, int? PageSize = null,
    string? PageToken = null, string? Holder = null);

/// <summary>Reads and writes <c>"server"</c>, <c>{"collection": …}</c> or <c>{"model": …}</c>.</summary>
internal sealed class GrantOnConverter : JsonConverter<GrantOn>
{
    public override GrantOn Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var on = document.RootElement;
        return on.ValueKind switch
        {
            JsonValueKind.String when on.ValueEquals(GrantOn.Server) => new GrantOn(),
            JsonValueKind.Object when on.EnumerateObject().ToList() is [{ Value.ValueKind: JsonValueKind.String } named] => named.Name switch
            {
                "collection" => new GrantOn(Collection: named.Value.GetString()),
                "model" => new GrantOn(Model: named.Value.GetString()),
                _ => throw new JsonException(GrantOn.Forms),
            },
            _ => throw new JsonException(GrantOn.Forms),
        };
    }

    public override void Write(Utf8JsonWriter writer, GrantOn value, JsonSerializerOptions options)
    {
        if (value.IsServer)
        {
            writer.WriteStringValue(GrantOn.Server);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString(value.Model is null ? "collection" : "model", value.Model ?? value.Collection);
        writer.WriteEndObject();
    }
}
