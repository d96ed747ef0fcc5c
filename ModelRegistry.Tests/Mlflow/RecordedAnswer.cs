using System.Text.Json;
using System.Text.Json.Nodes;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Mlflow;

/// <summary>
/// Compares answers with those that MLflow gave, field by field. Ids and page tokens are learned where they are first met, and then have to be the same
/// ones; moments of the recording are not compared, nor stages among the aliases; what is empty is as
/// good as absent, as it is to clients. The rest has to be equal.
/// </summary>
internal sealed class RecordedAnswer
{
    /// <summary>What an installation without accounts leaves empty.</summary>
    private const string User = "user_id";

    private static readonly HashSet<string> Ids = ["experiment_id", "run_id", "run_uuid", "model_id", "source_run_id"];

    private static readonly HashSet<string> Moments =
    [
        "creation_time", "last_update_time", "creation_timestamp", "last_updated_timestamp", "creation_timestamp_ms", "last_updated_timestamp_ms",
    ];

    /// <summary>Lists whose order MLflow leaves open, by what tells their entries apart.</summary>
    private static readonly Dictionary<string, string[]> Unordered = new()
    {
        ["tags"] = ["key"],
        ["params"] = ["key"],
        ["metrics"] = ["key", "step"],
        ["files"] = ["path"],
        ["aliases"] = ["alias"],
        ["latest_versions"] = ["version"],
        ["model_versions"] = ["version"],
    };

    /// <summary>What was recorded, and what stands for it here.</summary>
    private readonly Dictionary<string, string> _here = [];

    /// <summary>A recorded line with the ids of here in it.</summary>
    public string Here(string recorded) => _here.Aggregate(recorded, (text, id) => text.Replace(id.Key, id.Value, StringComparison.Ordinal));

    /// <summary>Where two answers differ, each with its path.</summary>
    public IReadOnlyList<string> Differences(JsonNode expected, JsonNode actual) => [.. Compare("", expected, actual, "")];

    private IEnumerable<string> Compare(string field, JsonNode? expected, JsonNode? actual, string path)
    {
        if (field == "aliases" && actual is JsonArray aliases)
        {
            actual = new JsonArray([.. aliases.Where(alias => !IsStage(alias)).Select(alias => alias?.DeepClone())]);
        }

        if (IsNothing(expected) && IsNothing(actual))
        {
            return [];
        }

        return (expected, actual) switch
        {
            _ when Moments.Contains(field) && (long?)expected > 0 && (long?)actual > 0 => [],
            (null, not null) when field == User => [],
            (JsonObject one, JsonObject other) => one.Select(member => member.Key).Union(other.Select(member => member.Key))
                .SelectMany(name => Compare(name, one[name], other[name], $"{path}.{name}")),
            (JsonArray one, JsonArray other) => Compare(field, Sorted(field, one), Sorted(field, other), path),
            (JsonValue one, JsonValue other) when Equal(field, one, other) => [],
            _ => [$"{path}: {expected?.ToJsonString() ?? "nothing"} in MLflow, {actual?.ToJsonString() ?? "nothing"} here"],
        };
    }

    private IEnumerable<string> Compare(string field, IReadOnlyList<JsonNode?> expected, IReadOnlyList<JsonNode?> actual, string path) =>
        expected.Count != actual.Count
            ? [$"{path}: {expected.Count} in MLflow, {actual.Count} here: {string.Join(", ", actual.Select(item => item?.ToJsonString()))}"]
            : expected.Zip(actual).SelectMany((pair, index) => Compare(field, pair.First, pair.Second, $"{path}[{index}]"));

    private static IReadOnlyList<JsonNode?> Sorted(string field, JsonArray list) => !Unordered.TryGetValue(field, out var keys) ? [.. list]
        : [.. list.OrderBy(item => item is JsonObject entry ? string.Join('\n', keys.Select(key => entry[key]?.ToJsonString())) : item?.ToJsonString(),
            StringComparer.Ordinal)];

    private bool Equal(string field, JsonValue expected, JsonValue actual)
    {
        if (expected.GetValueKind() == JsonValueKind.Number && actual.GetValueKind() == JsonValueKind.Number)
        {
            return expected.ToJsonString() == actual.ToJsonString() || (double)expected == (double)actual;
        }

        var (one, other) = (expected.ToString(), actual.ToString());
        if (field == "next_page_token")
        {
            _here[one] = other; // another one each time
            return true;
        }

        if (Ids.Contains(field) && one != other && !_here.ContainsKey(one) && !_here.ContainsValue(one) && !_here.ContainsValue(other))
        {
            // A short one would stand by chance within other ids: the records name it {e10} and the like.
            Assert.False(one.All(char.IsAsciiDigit), $"The record's id {one} needs a name that stands nowhere else.");
            _here[one] = other;
            return true;
        }

        return expected.GetValueKind() == actual.GetValueKind() && (Here(one) == other || IsSameJson(Here(one), other));
    }

    private static bool IsSameJson(string one, string other) =>
        one.StartsWith('[') && other.StartsWith('[') && JsonNode.DeepEquals(JsonNode.Parse(one), JsonNode.Parse(other));

    /// <summary>Stages are aliases too here.</summary>
    private static bool IsStage(JsonNode? alias) => (alias is JsonObject entry ? entry.Text("alias") : (string?)alias) is "staging" or "production";

    private static bool IsNothing(JsonNode? node) => node switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject fields => fields.All(field => IsNothing(field.Value)),
        _ => node.GetValueKind() == JsonValueKind.String && node.ToString().Length == 0,
    };
}
