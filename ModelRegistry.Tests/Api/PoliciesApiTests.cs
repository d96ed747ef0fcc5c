using System.Text.Json.Nodes;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

[Collection(RegistryAppCollection.Name)]
public sealed class PoliciesApiTests(RegistryApp app) : IAsyncLifetime
{
    private readonly string _model = RegistryApp.NewName("governed");
    private HttpClient _admin = null!;

    private string Address => $"/api/v1/models/{_model}/policies/production";

    public async Task InitializeAsync()
    {
        var admin = await app.PersonAsync("admin", Roles.Admin, Roles.DataScientist);
        await app.AModelAsync(admin, _model);
        await app.ASealedVersionAsync(admin, _model);
        _admin = app.ClientAs(admin);
    }

    public Task DisposeAsync()
    {
        _admin.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_policy_is_read_published_and_listed_in_the_shape_of_the_contract()
    {
        var servers = await _admin.OkAsync("GET", Address);
        Assert.Null(servers["model"]);

        const string Gates = """[{"metric":"accuracy","op":">=","value":0.95,"kind":"metric"},{"kind":"baseline","metric":"rmse","maxRegression":0.02,"relative":true},{"kind":"integrity"}]""";
        var published = await _admin.OkAsync("PUT",
            Address, $$"""{"requiredApprovals":2,"execution":"manual","automatic":true,"gates":{{Gates}},"expiresAfterDays":7,"reason":"Safer.","expectedVersion":0}""");

        Assert.Equal((1, 2, "manual", true, 7, "Safer."),
            ((int)published["version"]!, (int)published["requiredApprovals"]!, published.Text("execution"), (bool)published["automatic"]!,
            (int)published["expiresAfterDays"]!, published.Text("reason")));
        Says("""{"kind":"metric","metric":"accuracy","op":">=","value":0.95,"dataset":null}""", published["gates"]![0]);
        Says("""
            {"kind":"baseline","metric":"rmse","maxRegression":0.02,"minImprovement":null,"relative":true,"dataset":null,"higherIsBetter":false,
             "superior":null,"notInferior":null}
            """, published["gates"]![1]);
        Assert.Contains(published["warnings"]!.AsArray(), warning => warning!.Text("field") == "gates[0].metric");
        Assert.Equal([1], (await _admin.OkAsync("GET", $"{Address}/history")).Items().Select(policy => (int)policy["version"]!));
        Assert.Equal(published["gates"]!.ToJsonString(), (await _admin.OkAsync("GET", Address))["gates"]!.ToJsonString());
    }

    [Fact]
    public async Task Seats_are_named_by_team_and_a_request_says_who_could_fill_them()
    {
        var reviewer = await app.PersonAsync(RegistryApp.NewName("reviewer"), Roles.Reviewer);
        var team = RegistryApp.NewName("team");
        await _admin.OkAsync("POST", "/api/v1/teams", $$"""{"name":"{{team}}","members":["{{reviewer.Name}}"]}""");
        var published = await _admin.OkAsync("PUT", Address, $$"""{"requiredApprovals":0,"seats":[{"team":"{{team}}","approvals":1}]}""");

        Assert.Equal((1, team, 1), ((int)published["requiredApprovals"]!, published["seats"]![0]!.Text("team"), (int)published["seats"]![0]!["approvals"]!));
        var planned = await _admin.OkAsync("POST", $"/api/v1/models/{_model}/stages/production/requests?dryRun=true", """{"version":1}""");
        var opened = await _admin.OkAsync("POST", $"/api/v1/models/{_model}/stages/production/requests", """{"version":1}""");
        Assert.Equal(planned["seats"]!.ToJsonString(), opened["seats"]!.ToJsonString());
        Says($$"""{"team":"{{team}}","needed":1,"filledBy":[],"eligible":["{{reviewer.Name}}"],"eligibleCount":1}""", opened["seats"]![0]);
        using var unknown = await _admin.SendAsync("PUT", Address, """{"requiredApprovals":1,"seats":[{"team":"nobody knows","approvals":1}]}""");
        Assert.Equal("seats[0].team", (await unknown.ProblemAsync(422, "team_not_found")).Text("field"));
    }

    [Fact]
    public async Task A_policy_written_on_an_older_one_is_a_conflict_that_names_the_present_one()
    {
        await _admin.OkAsync("PUT", Address, """{"requiredApprovals":2}""");

        using var answer = await _admin.SendAsync("PUT", Address, """{"requiredApprovals":3,"expectedVersion":0}""");

        Assert.Equal(1, (int)(await answer.ProblemAsync(409, "policy_changed"))["version"]!);
    }

    [Theory]
    [InlineData("{}", "field_required", "requiredApprovals")]
    [InlineData("""{"requiredApprovals":"2"}""", "field_invalid", "requiredApprovals")]
    [InlineData("""{"requiredApprovals":2.5}""", "field_invalid", "requiredApprovals")]
    [InlineData("""{"requiredApprovals":99}""", "field_invalid", "requiredApprovals")]
    [InlineData("""{"requiredApprovals":1,"execution":"later"}""", "field_invalid", "execution")]
    [InlineData("""{"requiredApprovals":1,"execution":1}""", "field_invalid", "execution")]
    [InlineData("""{"requiredApprovals":1,"approvers":3}""", "field_unknown", "approvers")]
    [InlineData("""{"requiredApprovals":1,"alone":true}""", "field_unknown", "alone")]
    [InlineData("""{"requiredApprovals":1,"gates":[null]}""", "field_invalid", "gates")]
    [InlineData("""{"requiredApprovals":1,"gates":[{"metric":"a","op":"<","value":1}]}""", "field_required", "gates[0].kind")]
    [InlineData("""{"requiredApprovals":1,"gates":[{"kind":"magic"}]}""", "kind_unknown", "gates[0].kind")]
    [InlineData("""{"requiredApprovals":1,"gates":[{"metric":"a","op":"<","value":1,"kind":"magic"}]}""", "kind_unknown", "gates[0].kind")]
    [InlineData("""{"requiredApprovals":1,"gates":[{"kind":"integrity"},{"kind":"metric","op":"<","value":1}]}""", "field_required", "gates[1].metric")]
    [InlineData("""{"requiredApprovals":1,"gates":[{"kind":"metric","metric":"a","op":"=","value":1}]}""", "field_invalid", "gates[0].op")]
    [InlineData("""{"requiredApprovals":1,"gates":[{"kind":"metric","metric":"a","op":"<","value":"x"}]}""", "field_invalid", "gates[0].value")]
    [InlineData("""{"requiredApprovals":1,"gates":[{"kind":"metric","metric":"a","op":"<","value":"NaN"}]}""", "number_not_finite", "gates[0].value")]
    [InlineData("""{"requiredApprovals":1,"gates":[{"kind":"metric","metric":"a","op":"<","value":1,"field":"owner"}]}""", "field_unknown", "gates[0].field")]
    [InlineData("""{"requiredApprovals":1,"gates":[{"kind":"metric","metric":"a","op":"<","value":1,"weight":2}]}""", "field_unknown", "gates[0].weight")]
    [InlineData("""{"requiredApprovals":1,"gates":[{"kind":"integrity"},{"kind":"integrity"}]}""", "gate_repeated", "gates[1]")]
    [InlineData("""{"requiredApprovals":1,"reason":"a\u0000b"}""", "field_not_text", "reason")]
    public async Task A_wrong_body_is_refused_with_its_field(string body, string code, string field)
    {
        using var answer = await _admin.SendAsync("PUT", Address, body);

        Assert.Equal(field, (await answer.ProblemAsync(422, code)).Text("field"));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        using var stage = await _admin.SendAsync("GET", "/api/v1/policies/canary");
        using var alias = await _admin.SendAsync("GET", $"/api/v1/models/{_model}/policies/champion");
        using var model = await _admin.SendAsync("PUT", $"/api/v1/models/{_model}-no/policies/production", """{"requiredApprovals":1}""");

        await stage.ProblemAsync(404, "stage_not_found");
        await alias.ProblemAsync(404, "policy_not_found");
        await model.ProblemAsync(404, "model_not_found");
    }

    [Fact]
    public async Task A_lowered_policy_comes_to_the_reviewers_notifications_until_it_is_read()
    {
        var reviewer = await app.PersonAsync("reviewer", Roles.Reviewer);
        using var client = app.ClientAs(reviewer);
        await _admin.OkAsync("PUT", Address, """{"requiredApprovals":0}""");

        var notice = (await client.OkAsync("GET", "/api/v1/notifications")).Items().First(item => item.Text("model") == _model);
        Assert.Equal(("policyLowered", false), (notice.Text("kind"), (bool)notice["read"]!));
        await client.OkAsync("POST", "/api/v1/notifications/read", $$"""{"ids":[{{notice["id"]}}]}""");

        Assert.True((bool)(await client.OkAsync("GET", "/api/v1/notifications")).Items().First(item => item.Text("model") == _model)["read"]!);
    }

    private static void Says(string expected, JsonNode? actual) => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString());
}
