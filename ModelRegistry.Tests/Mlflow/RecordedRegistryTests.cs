using System.Text.Json.Nodes;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Stages;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Mlflow;

/// <summary>
/// Calls about models and versions as they were sent to MLflow 3.11, in their order, with the status, code and fields that it answered. What is
/// answered otherwise here is named with the reason.
/// </summary>
[Collection(RegistryAppCollection.Name)]
public sealed class RecordedRegistryTests(RegistryApp app)
{
    private static readonly Dictionary<string, (int Status, string Why)> Differences = new()
    {
        ["model create name 'a\\\\b' len 3"] = (400, "names of models by the registry's one rule"),
        ["model create name 'xxxxx' len 257"] = (400, "names of models have 200 characters at most"),
        ["transition archive with Archived"] = (400, "nothing that heals by itself"),
        ["alias set 'a.b' len 3"] = (200, "names of stages and aliases by the registry's one rule"),
        ["alias set 'xxxxxx' len 255"] = (400, "names of aliases have 200 characters at most"),
        ["alias get case differs"] = (200, "names of slots are told apart without regard to case"),
        ["models search max -1"] = (400, "a page of less than nothing"),
        ["models filter tags.a IS NULL"] = (400, "nothing that heals by itself"),
        ["models order_by duplicate"] = (400, "nothing that heals by itself"),
        ["model rename old gone"] = (200, "a former name goes on answering reads"),
    };

    /// <summary>The versions are made another way here, and stages are aliases too.</summary>
    private static readonly HashSet<string> DifferentFields = ["source", "run_id", "aliases", "artifact_uri"];

    private readonly string _stem = RegistryApp.NewName("edge");

    private string Name => $"{_stem}-m";

    [Fact]
    public async Task Each_call_is_answered_as_MLflow_answered_it_or_says_why_not()
    {
        var scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        using var client = app.ClientAs(scientist);
        var (recorded, wrong, met) = (new RecordedAnswer(), new List<string>(), new HashSet<string>());
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "ModelRegistry.Tests", "Mlflow", "registry-edge-cases.jsonl")))
        {
            var call = JsonNode.Parse(recorded.Here(line.Replace("{stem}", _stem, StringComparison.Ordinal)))!;
            await PrepareAsync(call.Text("case")!, scientist);
            var (status, answer) = await SendAsync(client, call);
            var code = answer.Text("error_code");
            var isOther = Differences.TryGetValue(call.Text("case")!, out var other);
            met.Add(call.Text("case")!);
            if (status != (isOther ? other.Status : (int)call["status"]!) || (!isOther && call["code"] is { } expected && (string?)expected != code))
            {
                wrong.Add($"{call.Text("case")}: {status} {code}, MLflow {call["status"]} {call["code"]}");
            }
            else if (!isOther && call["answer"] is { } fields)
            {
                wrong.AddRange(recorded.Differences(fields, answer).Where(difference => !IsMeant(difference))
                    .Select(difference => $"{call.Text("case")}: {difference}"));
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

    private static bool IsMeant(string difference) =>
        DifferentFields.Any(field => difference.Split(':')[0].Split('.').Any(part => part.Split('[')[0] == field));

    /// <summary>What was registered by calls that are not here; and what stands in the way here alone: stages and aliases that are in use.</summary>
    private async Task PrepareAsync(string before, Actor scientist)
    {
        switch (before)
        {
            case "version get":
                await app.ASealedVersionAsync(scientist, Name);
                await app.ASealedVersionAsync(scientist, Name);
                foreach (var stage in new[] { "staging", "production" })
                {
                    var open = new PolicyContent(RequiredApprovals: 0);
                    await app.Get<PolicyWorkflow>().PublishAsync(PolicyScope.OfModel(Name), stage, open, "For a test.", null, Actor.System, default);
                }

                break;
            case "model rename":
                await app.Get<StageTransitions>().LeaveAsync(Name, 1, archives: false, scientist, default);
                break;
            case "model delete":
                foreach (var alias in new[] { "champ", "v1a", "a.b", "é", "1", "-" })
                {
                    await app.Get<AliasWorkflow>().DeleteAsync(Name, alias, scientist, default);
                }

                break;
        }
    }
}
