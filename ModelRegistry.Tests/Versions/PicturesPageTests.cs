using System.Net;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;

namespace ModelRegistry.Tests.Versions;

[Collection(RegistryAppCollection.Name)]
public sealed class PicturesPageTests(RegistryApp app) : IAsyncLifetime
{
    private static readonly byte[] Pixel = Convert.FromBase64String("R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=");

    private readonly string _model = RegistryApp.NewName("pictures");
    private Actor _scientist = null!;

    public async Task InitializeAsync()
    {
        _scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        await app.Get<ModelWorkflow>().CreateAsync(new NewModel(_model, Restricted: true), _scientist, default);
        await app.APendingVersionAsync(_scientist, _model);
        using var pixel = new MemoryStream(Pixel);
        await app.Get<VersionArtifacts>().PutAsync(_model, "1", new IncomingFile("plots/a b.png", pixel), _scientist, default);
        await app.AFileAsync(_scientist, _model, "1", "evil.png", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_picture_comes_with_the_type_of_its_bytes_and_can_run_nothing()
    {
        using var client = app.ClientWithCookie(await app.SessionCookieAsync(_scientist));

        using var answer = await client.GetAsync($"/{Urls.Picture(_model, 1, "plots/a b.png")}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("image/gif", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal(Pixel, await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("evil.png")]
    [InlineData("missing.png")]
    public async Task What_is_no_picture_is_not_there(string path)
    {
        using var client = app.ClientWithCookie(await app.SessionCookieAsync(_scientist));

        using var answer = await client.GetAsync($"/{Urls.Picture(_model, 1, path)}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("svg onload", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_may_not_see_the_model_sees_no_picture_of_it()
    {
        using var client = app.ClientWithCookie(await app.SessionCookieAsync(await app.PersonAsync("viewer", Roles.Viewer)));

        using var answer = await client.GetAsync($"/{Urls.Picture(_model, 1, "plots/a b.png")}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_stranger_is_sent_to_sign_in()
    {
        using var client = app.Client();

        using var answer = await client.GetAsync($"/{Urls.Picture(_model, 1, "plots/a b.png")}");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }
}
