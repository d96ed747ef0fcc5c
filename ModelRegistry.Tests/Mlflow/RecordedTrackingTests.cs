using System.Text.Json.Nodes;
using ModelRegistry.Core.Access;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Mlflow;

/// <summary>
/// Calls about experiments, runs and logged models as they were sent to MLflow 3.11, in their order, with the status, code and fields that it answered.
/// What is answered otherwise here is named with the reason.
/// </summary>
[Collection(RegistryAppCollection.Name)]
public sealed class RecordedTrackingTests(RegistryApp app)
{
    private static readonly Dictionary<string, (int Status, string Why)> Differences = new()
    {
        ["experiment rename deleted"] = (400, "nothing that heals by itself"),
        ["runs search IN on param"] = (200, "a list is understood wherever a text is compared"),
    };

    private readonly string _stem = RegistryApp.NewName("edge");

    [Fact]
    public async Task Each_call_is_answered_as_MLflow_answered_it_or_says_why_not()
    {
        using var client = app.ClientAs(await app.PersonAsync("scientist", Roles.DataScientist));
        var (recorded, wrong, met) = (new RecordedAnswer(), new List<string>(), new HashSet<string>());
        var (experiment, run) = ("", "");
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "ModelRegistry.Tests", "Mlflow", "tracking-edge-cases.jsonl")))
        {
            var call = JsonNode.Parse(recorded.Here(line).Replace("{stem}", _stem, StringComparison.Ordinal)
                .Replace("{experiment}", experiment, StringComparison.Ordinal).Replace("{run}", run, StringComparison.Ordinal))!;
            var name = call.Text("case")!;
            var (status, answer) = await SendAsync(client, call);
            experiment = name == "experiment create" ? answer.Text("experiment_id")! : experiment;
            run = name == "run create" ? answer["run"]!["info"]!.Text("run_id")! : run;
            met.Add(name);
            var isOther = Differences.TryGetValue(name, out var other);
            if (status != (isOther ? other.Status : (int)call["status"]!)
                || (!isOther && call["code"] is { } expected && (string?)expected != answer.Text("error_code")))
            {
                wrong.Add($"{name}: {status} {answer.Text("error_code")}, MLflow {call["status"]} {call["code"]}");
            }
            else if (!isOther && call["answer"] is { } fields)
            {
                wrong.AddRange(recorded.Differences(fields, answer).Select(difference => $"{name}: {difference}"));
            }
        }

        Assert.Empty(wrong);
        Assert.Empty(Differences.Keys.Except(met));
    }

    private static async Task<(int Status, JsonNode Answer)> SendAsync(HttpClient client, JsonNode call)
    {
        var query = call["query"]?.AsArray().Select(pair => $"{pair![0]}={Uri.EscapeDataString((string)pair[1]!)}") ?? [];
        using var answer = await client.SendAsync(call.Text("method")!, $"{Calls.Root}{call.Text("path")}?{string.Join('&', query)}",
            call["body"]?.ToJsonString());
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
