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

    [JsonIgnore]
    public bool IsServer => Collection is null && Model is null;
}

/// <summary>A grant to give. <see cref="Stages"/> only with <see cref="GrantRight.Review"/>; without them it is about all.</summary>
public sealed record NewGrant(GrantTo To, GrantOn On, GrantRight Right, IReadOnlyList<string>? Stages = null, DateTimeOffset? Until = null);

/// <summary>A grant in force, or one that has ended by itself and was not taken away yet.</summary>
public sealed record GrantView(Guid Id, GrantTo To, GrantOn On, GrantRight Right, IReadOnlyList<string>? Stages, DateTimeOffset? Until,
    DateTimeOffset CreatedAt, string CreatedBy);

/// <summary>Which grants are listed: of a model, a collection, a person (their own alone, not those of their teams) or a team; with none of them,
/// all.</summary>
public sealed record GrantSearch(string? Model = null, string? Collection = null, string? Person = null, string? Team = null, int? PageSize = null,
    string? PageToken = null);

/// <summary>Reads and writes <c>"server"</c>, <c>{"collection": …}</c> or <c>{"model": …}</c>.</summary>
internal sealed class GrantOnConverter : JsonConverter<GrantOn>
{
    public override GrantOn Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.GetString() == GrantOn.Server)
        {
            return new GrantOn();
        }

        var on = reader.TokenType == JsonTokenType.StartObject ? JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options) : null;
        return on is { Count: 1 } && on.First() is { Value: not null } named
            ? named.Key switch
            {
                "collection" => new GrantOn(Collection: named.Value),
                "model" => new GrantOn(Model: named.Value),
                _ => throw Unknown(),
            }
            : throw Unknown();
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

    private static JsonException Unknown() => new("on is \"server\", {\"collection\": \"risk/emea\"} or {\"model\": \"fraud\"}.");
}
