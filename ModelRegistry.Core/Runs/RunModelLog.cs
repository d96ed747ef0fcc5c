using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Runs;

/// <summary>
/// What clients of MLflow 2 tell of a model whose files they put below a run: a list in one of the run's tags, which they read back as JSON. It never
/// fails for its length: of a description that is too long the path, the names of the flavours and the time are kept.
/// </summary>
public sealed class RunModelLog(RegistryStore store, ChangeFeed feed)
{
    private const int LongestKept = 50_000;

    private static readonly string[] Mandatory = ["artifact_path", "flavors", "utc_time_created", "run_id"];

    public async Task LogAsync(string runId, string modelJson, Actor actor, CancellationToken ct)
    {
        var model = Read(modelJson);
        var run = await store.WriteAsync(actor, async transaction =>
        {
            transaction.AllowUnaudited(typeof(Run));
            var db = transaction.Db;
            var found = await db.TakeRunAsync(actor, runId, ct);
            var known = await db.RunTags.Where(tag => tag.RunKey == found.Run.Key && tag.Key == RunTag.LoggedModels).Select(tag => tag.Value)
                .SingleOrDefaultAsync(ct);
            var history = (known is null ? null : TryParse(known) as JsonArray) ?? [];
            history.Add((JsonNode)model.DeepClone());
            while (history.Count > 1 && history.ToJsonString().Length > RunTag.JsonMaxLength)
            {
                history.RemoveAt(0);
            }

            await RunLog.SetTagsAsync(db, [found.Run], new Dictionary<string, string> { [RunTag.LoggedModels] = history.ToJsonString() }, ct);
            return found.Run;
        }, ct);
        feed.Publish([new RunsChanged(run.ExperimentId, run.Id)]);
    }

    private static JsonObject Read(string modelJson)
    {
        if (TryParse(Text.Check("model_json", modelJson, int.MaxValue)) is not JsonObject model)
        {
            throw RegistryException.Invalid("model_json", "model_json_invalid", "Malformed model info: 'model_json' is no JSON object.");
        }

        if (Array.Find(Mandatory, field => !model.ContainsKey(field)) is { } missing)
        {
            throw RegistryException.Invalid("model_json", "model_json_invalid", $"Model json is missing mandatory fields: '{missing}'.");
        }

        return modelJson.Length <= LongestKept ? model : Short(model);
    }

    private static JsonObject Short(JsonObject model) => new()
    {
        ["artifact_path"] = model["artifact_path"]?.DeepClone(),
        ["run_id"] = model["run_id"]?.DeepClone(),
        ["utc_time_created"] = model["utc_time_created"]?.DeepClone(),
        ["flavors"] = new JsonObject((model["flavors"] as JsonObject ?? []).Select(flavor => KeyValuePair.Create(flavor.Key, (JsonNode?)new JsonObject()))),
        ["mlflow_version"] = model["mlflow_version"]?.DeepClone(),
        ["model_uuid"] = model["model_uuid"]?.DeepClone(),
    };

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
