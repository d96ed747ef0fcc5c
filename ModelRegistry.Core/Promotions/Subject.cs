using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// What exactly is being approved, as canonical JSON: members in one order, lists sorted by name, no whitespace. Its SHA-256
/// is what an approval names; any difference makes the approval stale (design section 4).
/// </summary>
internal static class Subject
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>
    /// <paramref name="policy"/> is the union of the policies that the request must satisfy: a lowered policy leaves it as it
    /// is, a raised one changes it.
    /// </summary>
    public static SubjectText Of(PromotionRequest request, string model, VersionFacts? version, PolicyContent policy)
    {
        var parts = new JsonObject
        {
            ["model"] = model,
            ["stage"] = request.Slot,
            ["version"] = request.VersionNumber,
            ["digest"] = version?.Digest,
            ["metrics"] = Node(version?.Metrics),
            ["parameters"] = Node(version?.Parameters),
            ["dataset"] = Node(version?.Dataset),
            ["signature"] = version?.Signature,
            ["codeRevision"] = version?.CodeRevision,
            ["framework"] = version?.Framework,
            ["owner"] = version?.Owner,
            ["description"] = version?.Description,
            ["tags"] = Node(version is null ? null : NamedTags(version, policy)),
            ["cardVersion"] = version?.CardVersion,
            ["expectedOccupant"] = request.ExpectedVersionNumber,
            ["policyVersion"] = request.OpenedUnderId.ToString(),
            ["policy"] = JsonNode.Parse(policy.ToText()),
        };
        var text = parts.ToJsonString(Json);
        return new SubjectText { Digest = Sha256Hex.Of(text), Text = text };
    }

    /// <summary>The digest as the API shows and takes it.</summary>
    public static string Show(string digest) => Manifest.DigestPrefix + digest;

    /// <summary>The digest out of what <see cref="Show"/> wrote; anything else names no subject.</summary>
    public static string Digest(string shown) => shown.StartsWith(Manifest.DigestPrefix, StringComparison.Ordinal) ? shown[Manifest.DigestPrefix.Length..] : "";

    private static SortedDictionary<string, string> NamedTags(VersionFacts version, PolicyContent policy)
    {
        var named = policy.Gates.OfType<EvidenceGate>().Select(gate => gate.Tag).Where(tag => tag is not null).ToHashSet();
        return new SortedDictionary<string, string>(version.Tags.Where(tag => named.Contains(tag.Key))
            .ToDictionary(tag => tag.Key, tag => tag.Value), StringComparer.Ordinal);
    }

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, Json);
}

/// <summary>One part of a subject that is not what it was: the values as text for people.</summary>
public sealed record SubjectChange(string Part, string? Before, string? After);

/// <summary>What changed between two subjects, part by part; metrics, parameters and tags by name.</summary>
internal static class SubjectDifference
{
    private const int Most = 50;

    public static IReadOnlyList<SubjectChange> Between(string before, string after)
    {
        var (old, now) = (Flatten(before), Flatten(after));
        return
        [
            .. old.Keys.Union(now.Keys).Where(part => old.GetValueOrDefault(part) != now.GetValueOrDefault(part))
                .Select(part => new SubjectChange(part, old.GetValueOrDefault(part), now.GetValueOrDefault(part))).Take(Most),
        ];
    }

    private static Dictionary<string, string?> Flatten(string text)
    {
        var parts = new Dictionary<string, string?>();
        foreach (var (name, value) in JsonNode.Parse(text)!.AsObject())
        {
            switch (name, value)
            {
                case ("policyVersion", _):
                    break; // an id that says nothing to people, and never changes for a request
                case ("policy", JsonObject policy) when policy["seats"] is JsonArray seats:
                    AddMembers(parts, name, policy);
                    parts.Remove("policy.seats");
                    AddSeats(parts, seats);
                    break;
                case ("metrics", JsonArray metrics):
                    AddMetrics(parts, metrics);
                    break;
                case ("parameters" or "tags" or "dataset" or "policy", JsonObject members):
                    AddMembers(parts, name, members);
                    break;
                default:
                    parts[name] = Show(value);
                    break;
            }
        }

        return parts;
    }

    private static void AddMembers(Dictionary<string, string?> parts, string name, JsonObject members)
    {
        foreach (var (key, member) in members)
        {
            parts[$"{name}.{key}"] = Show(member);
        }
    }

    private static void AddSeats(Dictionary<string, string?> parts, JsonArray seats)
    {
        foreach (var seat in seats.OfType<JsonObject>())
        {
            parts[$"policy.approvals from {seat["team"]}"] = Show(seat["approvals"]);
        }
    }

    private static void AddMetrics(Dictionary<string, string?> parts, JsonArray metrics)
    {
        foreach (var metric in metrics.OfType<JsonObject>())
        {
            var name = $"metrics.{metric["name"]}{On(metric["dataset"]?["name"]?.ToString(), metric["dataset"]?["digest"]?.ToString())}";
            parts[name] = $"{Show(metric["value"])} (step {metric["step"]}, {metric["at"]}, by {metric["by"]})";
        }
    }

    // With the digest: the same name can stand for several data sets, and each is a part of its own.
    private static string On(string? dataset, string? digest) => (dataset, digest) switch
    {
        (null or "", null or "") => "",
        (_, null or "") => $" on {dataset}",
        (null or "", _) => $" on {Short(digest)}",
        _ => $" on {dataset} ({Short(digest)})",
    };

    private static string Short(string digest) => digest[..Math.Min(12, digest.Length)];

    private static string? Show(JsonNode? node) => node switch
    {
        null => null,
        JsonValue value => value.ToString(),
        _ => node.ToJsonString(),
    };
}
