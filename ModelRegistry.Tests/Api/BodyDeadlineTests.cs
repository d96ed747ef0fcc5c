using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Api;

namespace ModelRegistry.Tests.Api;

[Collection(RegistryAppCollection.Name)]
public sealed class BodyDeadlineTests(RegistryApp app)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_body_that_drips_is_given_up_after_two_minutes()
    {
        var clock = new FakeTimeProvider();
        var pipe = new Pipe();
        await using var body = new TimelyStream(pipe.Reader.AsStream(), BodyDeadline.Longest, clock);
        var (buffer, reads) = (new byte[8], 0);

        var refused = Assert.ThrowsAsync<BadHttpRequestException>(async () =>
        {
            while (await body.ReadAsync(buffer) > 0)
            {
                reads++;
            }
        });
        for (var passed = TimeSpan.Zero; passed < BodyDeadline.Longest; passed += Pace)
        {
            await pipe.Writer.WriteAsync(new byte[] { 1 });
            clock.Advance(Pace);
        }

        Assert.Equal(408, (await refused).StatusCode);
        Assert.InRange(reads, 0, 12);
    }

    [Fact]
    public void Only_files_may_take_longer()
    {
        var unbounded = app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => !BodyDeadline.Concerns(endpoint)).Select(endpoint => endpoint.RoutePattern.RawText);

        Assert.Equal(
            [
                "/ajax-api/2.0/mlflow-artifacts/artifacts/{**path}", "/api/2.0/mlflow-artifacts/artifacts/{**path}",
                "/api/v1/models/{name}/versions/{version}/artifacts/{**path}",
            ], unbounded.Order(StringComparer.Ordinal));
    }
}
