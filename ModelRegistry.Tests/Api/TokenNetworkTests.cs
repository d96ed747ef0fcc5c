using System.Net;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

/// <summary>A token that is limited to networks, at the doors that scripts use.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class TokenNetworkTests(RegistryApp app)
{
    private static readonly string[] Doors =
    [
        "/api/v1/models", "/api/2.0/mlflow/registered-models/search", "/api/2.0/mlflow-artifacts/artifacts?path=0",
        "/ajax-api/2.0/mlflow/experiments/search?max_results=1",
    ];

    [Fact]
    public async Task From_elsewhere_it_is_refused_with_the_address_that_was_seen()
    {
        var person = await app.PersonAsync("person", Roles.Viewer);
        var token = await app.Get<AccessTokens>().CreateAsync(new NewToken("net", [Scopes.Read], Networks: ["203.0.113.0/24"]), person, default);
        using var script = app.ClientWith(token.Token);

        foreach (var door in Doors)
        {
            using var answer = await script.GetAsync(door);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{door}: {answer.StatusCode} {text}");
            Assert.Contains("This access token is not accepted from", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task From_its_networks_it_is_answered()
    {
        var person = await app.PersonAsync("person", Roles.Viewer);
        var token = await app.Get<AccessTokens>().CreateAsync(new NewToken("net", [Scopes.Read], Networks: ["127.0.0.0/8", "::1"]), person, default);
        using var script = app.ClientWith(token.Token);

        using var answer = await script.GetAsync("/api/v1/models");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
