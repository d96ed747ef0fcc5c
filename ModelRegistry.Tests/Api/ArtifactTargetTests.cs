using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Api;

namespace ModelRegistry.Tests.Api;

public sealed class ArtifactTargetTests
{
    [Theory]
    [InlineData("", "/api/v1/models/m/versions/1/artifacts/a%2Fb?x=/..", "a/b")]
    [InlineData("/registry", "/registry/api/v1/models/m/versions/1/artifacts/a/b", "a/b")]
    [InlineData("/registry", "/api/v1/models/m/versions/1/artifacts/a", "a")] // a proxy took the prefix away
    [InlineData("/team/registry", "/team/registry/api/v1/models/%6d/versions/1/artifacts/b", "b")]
    public async Task The_path_is_what_follows_the_route_below_any_base(string pathBase, string target, string path)
    {
        Assert.Equal(path, (await ArtifactTarget.BindAsync(Context(pathBase, target)))!.Path);
    }

    [Theory]
    [InlineData("/api/v1/models/other/versions/1/artifacts/a")]
    [InlineData("/api/v1/models/m/versions/2/artifacts/a")]
    [InlineData("/api/v1/models/m%2Fversions/1/artifacts/a")]
    [InlineData("/x/api/v1/models/m/versions/1/artifacts/a")]
    [InlineData("http:")]
    public async Task A_target_that_routing_read_differently_is_refused(string target)
    {
        var refusal = await Assert.ThrowsAsync<RegistryException>(() => ArtifactTarget.BindAsync(Context("", target)).AsTask());

        Assert.Equal((RefusalKind.Malformed, "path"), (refusal.Kind, refusal.Field));
    }

    private static DefaultHttpContext Context(string pathBase, string target)
    {
        var context = new DefaultHttpContext { Request = { PathBase = pathBase } };
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        context.Request.RouteValues["name"] = "m";
        context.Request.RouteValues["version"] = "1";
        return context;
    }
}
