using System.Net;
using System.Numerics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

[Collection(RegistryAppCollection.Name)]
public sealed class PermissionTests(RegistryApp app, PermissionWorld world) : IClassFixture<PermissionWorld>
{
    public static TheoryData<PermissionRow> Rows => [.. PermissionTable.Rows];

    /// <summary>But for those that use up a model, which are given one of their own.</summary>
    public static TheoryData<PermissionRow> RowsOfTheModel =>
        [.. PermissionTable.Rows.Where(row => row.Pattern.Contains("{name}", StringComparison.Ordinal)
            && row is not ({ Method: "DELETE", Pattern: "/api/v1/models/{name}" } or { Pattern: "/api/v1/models/{name}/restore" }))];

    public static TheoryData<string> ClosedRoutes => [.. PermissionTable.Others.Where(route => !route.Open).Select(route => route.Pattern)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Every_principal_gets_the_answer_of_the_table(PermissionRow row)
    {
        var deviations = new List<string>();
        foreach (var who in Enum.GetValues<Who>().Where(who => BitOperations.IsPow2((int)who)))
        {
            var status = await CallAsync(row, who);
            if (!IsExpected(row, who, status))
            {
                deviations.Add($"{who} got {(int)status}");
            }
        }

        Assert.Empty(deviations);
    }

    [Theory]
    [MemberData(nameof(RowsOfTheModel))]
    public async Task Under_a_former_name_reads_answer_with_the_present_address_and_changes_are_refused(PermissionRow row)
    {
        using var client = world.ClientOf(Enum.GetValues<Who>().First(who => BitOperations.IsPow2((int)who) && row.Allowed.HasFlag(who)));
        var (address, body) = await world.CallAsync(row);

        using var answer = await client.SendAsync(row.Method, address.Replace(world.Model, world.FormerName, StringComparison.Ordinal), body);

        if (row.Method is "GET" or "HEAD")
        {
            Assert.True(answer.IsSuccessStatusCode);
            Assert.Equal($"<{address}>; rel=\"canonical\"", Assert.Single(answer.Headers.GetValues("Link")));
        }
        else
        {
            var problem = await answer.ProblemAsync(409, "model_renamed");
            Assert.Equal(world.Model, problem.Text("name"));
        }
    }

    [Fact]
    public void Every_route_of_the_running_program_has_a_row()
    {
        var rows = PermissionTable.Rows.Select(row => row.ToString()).Concat(PermissionTable.Others.Select(route => $"* {route.Pattern}")).ToHashSet();

        var without = Endpoints().Where(route => !rows.Contains($"{route.Method} {route.Pattern}") && !rows.Contains($"* {route.Pattern}"))
            .Select(route => $"{route.Method} {route.Pattern}").Distinct().Order().ToList();

        Assert.True(without.Count == 0, $"Give these routes a row in PermissionTable:\n{string.Join('\n', without)}");
    }

    [Fact]
    public void Every_row_has_a_route()
    {
        var routes = Endpoints().Select(route => $"{route.Method} {route.Pattern}").ToHashSet();

        Assert.All(PermissionTable.Rows, row => Assert.Contains(row.ToString(), routes));
    }

    [Fact]
    public void Only_routes_that_say_why_are_open_to_everybody()
    {
        var open = PermissionTable.Others.Where(route => route.Open).Select(route => route.Pattern).ToHashSet();

        Assert.All(Endpoints().Where(route => route.IsOpen), route => Assert.Contains(route.Pattern, open));
    }

    [Theory]
    [MemberData(nameof(ClosedRoutes))]
    public async Task A_closed_page_sends_strangers_to_the_sign_in(string pattern)
    {
        using var stranger = app.Client();

        using var answer = await stranger.GetAsync(pattern.Replace("{**path:file}", "a.txt", StringComparison.Ordinal)
            .Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/account/sign-in", answer.Headers.Location?.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_route_answers_for_is_refused_to_strangers()
    {
        using var stranger = app.Client();

        var fallback = await app.Get<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync();
        using var api = await stranger.GetAsync("/api/v1/nothing");
        using var page = await stranger.GetAsync("/nothing");

        Assert.NotNull(fallback);
        await api.ProblemAsync(401, "not_authenticated");
        Assert.NotEqual(HttpStatusCode.OK, page.StatusCode);
    }

    private IEnumerable<(string Method, string Pattern, bool IsOpen)> Endpoints() =>
        app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.All(item => item.GetType().Name != "StaticAssetDescriptor"))
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"])
                .Select(method => (method, Pattern(endpoint), endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)));

    // What is mapped in one go under two addresses has one row.
    private static string Pattern(RouteEndpoint endpoint) =>
        $"/{(endpoint.RoutePattern.RawText ?? "").Trim('/')}".Replace("/ajax-api/2.0/", "/api/2.0/", StringComparison.Ordinal);

    private async Task<HttpStatusCode> CallAsync(PermissionRow row, Who who)
    {
        using var client = world.ClientOf(who);
        var (address, body) = await world.CallAsync(row);
        using var answer = await client.SendAsync(row.Method, address, body);
        return answer.StatusCode;
    }

    private static bool IsExpected(PermissionRow row, Who who, HttpStatusCode status) => who switch
    {
        _ when Who.Unknown.HasFlag(who) => status == HttpStatusCode.Unauthorized,
        _ when row.Allowed.HasFlag(who) => (int)status is >= 200 and < 300,
        _ when row.Hidden.HasFlag(who) => status == HttpStatusCode.NotFound,
        _ => status == HttpStatusCode.Forbidden,
    };
}
