using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// Reads a recorded body back into the type that it was written from. A body of another shape (a member that is missing, not
/// known or of another kind) is no such event: null, and never half of one.
/// </summary>
internal static class EventReading
{
    private static readonly JsonSerializerOptions Shape = new(AuditBody.Json)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly ConcurrentDictionary<ParameterInfo, bool> Nullable = new();

    public static RegistryEvent? ReadEvent(this AuditBody body) =>
        EventCatalog.Named(body.Action) is { } kind ? Read(kind, body.ModelId is { } id && body.Model is { } name ? new ModelRef(id, name) : null, body) : null;

    private static RegistryEvent? Read(EventKind kind, ModelRef? model, AuditBody body)
    {
        var rest = new Dictionary<string, object?>
        {
            ["Model"] = model,
            ["Version"] = body.Version,
            ["Before"] = body.Before,
            ["After"] = body.After,
            ["Reason"] = body.Reason
        };
        var given = new object?[kind.Parameters.Length];
        try
        {
            for (var i = 0; i < given.Length; i++)
            {
                var parameter = kind.Parameters[i];
                rest.Remove(parameter.Name!, out var value);
                given[i] = value is JsonElement element ? element.Deserialize(parameter.ParameterType, Shape) : value;
                if (given[i] is null && !MayBeNull(parameter))
                {
                    return null;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            return null;
        }

        return rest.Values.All(value => value is null) ? (RegistryEvent)kind.Constructor.Invoke(given) : null;
    }

    private static bool MayBeNull(ParameterInfo parameter) =>
        Nullable.GetOrAdd(parameter, static parameter => new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable);
}
