using System.Text.RegularExpressions;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

/// <summary>Who has no grant on a restricted model cannot tell it from one that does not exist.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed partial class RestrictedModelTests(RegistryApp app) : IAsyncLifetime
{
    private readonly string _restricted = RegistryApp.NewName("restricted");
    private string _missing = "";
    private Actor _owner = null!;

    public static TheoryData<PermissionRow> RowsAboutAModel => [.. PermissionTable.Rows.Where(row => row.Pattern.Contains("{name}", StringComparison.Ordinal))];

    public async Task InitializeAsync()
    {
        _missing = _restricted.Replace("restricted", "nothinghere", StringComparison.Ordinal);
        _owner = await app.PersonAsync("owner", Roles.DataScientist);
        await app.Get<ModelWorkflow>().CreateAsync(new NewModel(_restricted, Restricted: true), _owner, default);
        await app.ASealedVersionAsync(_owner, _restricted);
        await app.ASealedVersionAsync(_owner, _restricted);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(RowsAboutAModel))]
    public async Task Every_route_answers_as_if_it_did_not_exist(PermissionRow row)
    {
        foreach (var role in new[] { Roles.Viewer, Roles.DataScientist, Roles.Reviewer })
        {
            using var client = await app.ClientAs(role);

            var hidden = await AnswerAsync(client, row, _restricted);
            var missing = await AnswerAsync(client, row, _missing);

            // What is the admins' alone is refused before anybody looks for the model.
            Assert.Equal(row.Allowed == Who.Admin ? 403 : 404, hidden.Status);
            Assert.Equal(missing, hidden);
        }
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Auditor)]
    public async Task Admins_and_auditors_see_it(string role)
    {
        using var client = await app.ClientAs(role);

        Assert.Equal(_restricted, (await client.OkAsync("GET", $"/api/v1/models/{_restricted}")).Text("name"));
    }

    [Fact]
    public async Task No_list_count_page_or_audit_event_tells_of_it()
    {
        var stranger = await app.PersonAsync("stranger", Roles.DataScientist);
        using var client = app.ClientAs(stranger);
        await app.Get<ModelWorkflow>().CreateAsync(new NewModel($"{_restricted}-x"), stranger, default);

        var page = await client.OkAsync("GET", $"/api/v1/models?filter={_restricted}&pageSize=1");
        var audit = await client.OkAsync("GET", $"/api/v1/audit?model={_restricted}");
        var all = await client.OkAsync("GET", "/api/v1/audit?pageSize=200");
        using var token = await client.SendAsync("POST", "/api/v1/tokens", $$"""{"name":"a","scopes":["read"],"models":["{{_restricted}}"]}""");

        Assert.Equal([$"{_restricted}-x"], page.Items().Select(model => model.Text("name")));
        Assert.Null(page.Text("nextPageToken"));
        Assert.Empty(audit.Items());
        Assert.DoesNotContain(all.Items(), audited => audited.Text("model") == _restricted);
        await token.ProblemAsync(422, "model_not_found");
    }

    private static async Task<(int Status, string Body)> AnswerAsync(HttpClient client, PermissionRow row, string model)
    {
        var address = row.Pattern.Replace("{name}", model, StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal)
            .Replace("{metric}", "accuracy", StringComparison.Ordinal).Replace("{**path}", "model/model.pkl", StringComparison.Ordinal)
            .Replace("{stage}", "staging", StringComparison.Ordinal).Replace("{slot}", "staging", StringComparison.Ordinal)
                .Replace("{alias}", "champion", StringComparison.Ordinal).Replace("{number:int}", "1", StringComparison.Ordinal);
        var sent = row.Body?.Replace("{version}", "1", StringComparison.Ordinal).Replace("{card}", "1", StringComparison.Ordinal);
        using var answer = await client.SendAsync(row.Method, address.EndsWith("/compare", StringComparison.Ordinal) ? address + "?versions=1,2" : address,
            sent);
        var body = (await answer.Content.ReadAsStringAsync()).Replace(model, "{name}", StringComparison.Ordinal);
        return ((int)answer.StatusCode, TraceId().Replace(body, ""));
    }

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex TraceId();
}
