using System.Text;
using System.Text.Json.Nodes;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Stages;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Mlflow;

/// <summary>
/// Whole cycles of MLflow's Python clients 2.17 and 3.11 as they were sent to MLflow's own server of that version: every call in its order, its answer
/// compared field by field. What is answered otherwise here is named with the reason.
/// </summary>
public sealed class RecordedCycleTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    private const string Former = "a former name goes on answering reads";
    private const string Aliased = "what an alias points at is not deleted";
    private const string Older = "2.17 leaves out the aliases of the latest versions, 3.11 names them as here";
    private const string Left = "stages were emptied before the model was renamed";

    /// <summary>By the number of the call and what begins the difference: the path of a field, or the status here.</summary>
    private static readonly Dictionary<string, string> Differences = new()
    {
        ["178 .model_versions"] = Older,
        ["203 .model_versions"] = Older,
        ["204 .model_versions"] = Older,
        ["228 .registered_model.latest_versions"] = Left,
        ["229 200"] = Former,
        ["230 .model_version.current_stage"] = Left,
        ["232 400"] = Aliased,
        ["233 200"] = Aliased,
        ["234 200"] = Aliased,
        ["235 .registered_model.latest_versions"] = Left,
        ["498 .registered_model.latest_versions"] = Left,
        ["499 200"] = Former,
        ["500 .model_version.current_stage"] = Left,
        ["502 400"] = Aliased,
        ["503 200"] = Aliased,
        ["504 200"] = Aliased,
    };

    private readonly RecordedAnswer _recorded = new();
    private readonly Dictionary<string, byte[]> _sent = [];
    private readonly HashSet<string> _met = [];

    [Theory]
    [InlineData("cycle-2.jsonl", "demo2x")]
    [InlineData("cycle-3.jsonl", "demo3x")]
    public async Task Each_answer_holds_what_MLflows_held(string file, string stem)
    {
        var scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        using var client = app.ClientWith(await app.TokenAsync(scientist, [Scopes.Read, Scopes.Log, Scopes.Register, Scopes.Promote]));
        foreach (var stage in new[] { "staging", "production" })
        {
            await app.Get<PolicyWorkflow>().PublishAsync(null, stage, new PolicyContent(RequiredApprovals: 0), "For a test.", null, Actor.System, default);
        }

        var (wrong, numbers) = (new List<string>(), new HashSet<string>());
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "ModelRegistry.Tests", "Mlflow", file)))
        {
            var call = JsonNode.Parse(_recorded.Here(line))!;
            numbers.Add(call["n"]!.ToString());
            if (call.Text("path")!.EndsWith("/rename", StringComparison.Ordinal))
            {
                await LeaveStagesAsync($"{stem}-model", scientist);
            }

            wrong.AddRange((await ReplayAsync(client, call)).Where(difference => !IsMeant(call, difference))
                .Select(difference => $"{call["n"]} {call.Text("method")} {call.Text("path")} {difference}"));
        }

        Assert.Empty(wrong);
        Assert.Empty(Differences.Keys.Where(meant => numbers.Contains(meant.Split(' ')[0])).Except(_met));
    }

    private async Task<IEnumerable<string>> ReplayAsync(HttpClient client, JsonNode call)
    {
        var query = call["query"]?.AsArray().Select(pair => $"{pair![0]}={Uri.EscapeDataString((string)pair[1]!)}") ?? [];
        using var request = new HttpRequestMessage(new HttpMethod(call.Text("method")!), $"{call.Text("path")}?{string.Join('&', query)}".TrimEnd('?'));
        if (call["body"] is { } body)
        {
            request.Content = Json.Body(body.ToJsonString());
        }
        else if (call["length"] is { } length)
        {
            _sent[call.Text("path")!] = Encoding.UTF8.GetBytes(call.Text("bytes")!.PadRight((int)length))[..(int)length];
            request.Content = new ByteArrayContent(_sent[call.Text("path")!]);
        }

        using var answer = await client.SendAsync(request);
        if ((int)answer.StatusCode != (int)call["status"]!)
        {
            return [$"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}, MLflow {call["status"]}"];
        }

        if (call["answer"] is { } expected)
        {
            var here = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            return _recorded.Differences(expected, expected["error_code"] is null ? here : new JsonObject { ["error_code"] = here.Text("error_code") });
        }

        return !_sent.TryGetValue(call.Text("path")!, out var sent) || (await answer.Content.ReadAsByteArrayAsync()).AsSpan().SequenceEqual(sent) ? []
            : ["another file came back than was sent"];
    }

    /// <summary>A version's files lie in a folder of its own, so that they stay when the run goes.</summary>
    private static bool IsOwnFolder(JsonNode call, string difference) =>
        call.Text("path")!.EndsWith("/get-download-uri", StringComparison.Ordinal)
        && difference.Contains("\"mlflow-artifacts:/models/", StringComparison.Ordinal);

    private bool IsMeant(JsonNode call, string difference)
    {
        var key = Differences.Keys.FirstOrDefault(meant => $"{call["n"]} {difference}".StartsWith(meant, StringComparison.Ordinal));
        if (key is not null)
        {
            _met.Add(key);
        }

        return key is not null || IsOwnFolder(call, difference);
    }

    /// <summary>A model is renamed only while no stage of it is in use.</summary>
    private async Task LeaveStagesAsync(string model, Actor scientist)
    {
        for (var version = 1; version <= 3; version++)
        {
            await app.Get<StageTransitions>().LeaveAsync(model, version, archives: false, scientist, default);
        }
    }
}
