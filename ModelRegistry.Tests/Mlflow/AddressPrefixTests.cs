using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Mlflow;

/// <summary>C02: behind a proxy the address has a path, which the proxy keeps or takes away, and it is another outside.</summary>
public sealed class AddressPrefixTests : IAsyncLifetime
{
    private const string Transition = "api/2.0/mlflow/model-versions/transition-stage";

    private RegistryApp _app = null!;
    private Actor _scientist = null!;

    public async Task InitializeAsync()
    {
        _app = BehindAProxy();
        await _app.InitializeAsync();
        _scientist = await _app.PersonAsync("scientist", Roles.DataScientist);
        await _app.Get<ModelWorkflow>().CreateAsync(new NewModel("fraud"), _scientist, default);
        await _app.ASealedVersionAsync(_scientist);
    }

    public Task DisposeAsync() => ((IAsyncLifetime)_app).DisposeAsync();

    [Theory]
    [InlineData("/kept/", null, "/kept/requests/1")]
    [InlineData("/kept//", null, "/kept/requests/1")] // the address that R and Java were given ended with a slash
    [InlineData("/", "/taken", "/taken/requests/1")]
    public async Task The_address_of_a_request_is_the_one_from_outside(string before, string? taken, string expected)
    {
        using var client = _app.ClientAs(_scientist);
        using var call = new HttpRequestMessage(HttpMethod.Post, new Uri($"{_app.BaseAddress.GetLeftPart(UriPartial.Authority)}{before}{Transition}"))
        {
            Content = Json.Body("""{"name":"fraud","version":"1","stage":"Production"}"""),
        };
        call.Headers.Add("X-Forwarded-Proto", "https");
        if (taken is not null)
        {
            call.Headers.Add("X-Forwarded-Prefix", taken);
        }

        using var answer = await client.SendAsync(call);

        Assert.EndsWith($"See https://{_app.BaseAddress.Authority}{expected}", await answer.FaultAsync(403, "PERMISSION_DENIED"), StringComparison.Ordinal);
    }

    private static RegistryApp BehindAProxy() => new()
    {
        Overrides = new Dictionary<string, string> { ["PathBase"] = "/kept", ["ForwardedHeaders_Enabled"] = "true" },
    };
}
