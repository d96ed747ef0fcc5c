using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

/// <summary>Artifact paths in the request line, sent over a plain socket: decoded once, and nothing outside the version is ever reached.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class ArtifactAddressTests(RegistryApp app) : IAsyncLifetime
{
    private const string Canary = "canary that nobody may read";

    private readonly string _model = RegistryApp.NewName("address");
    private Actor _scientist = null!;

    public async Task InitializeAsync()
    {
        _scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        await app.AModelAsync(_scientist, _model);
        await app.APendingVersionAsync(_scientist, _model);
        await File.WriteAllTextAsync(Path.Combine(app.Get<RegistrySettings>().ArtifactDirectory, "canary"), Canary);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("%2e%2e%2fx", "..%2fx", null)]
    [InlineData("%252e%252e%252fx", "%2e%2e%2fx", "%2e%2e%2fx")]
    [InlineData("a%252fb", "a%2fb", "a%2fb")]
    [InlineData("a%2fb", "a/b", "a/b")]
    [InlineData("dog%25step%25100", "dog%step%100", "dog%step%100")]
    [InlineData("dog+step+100", "dog+step+100", "dog+step+100")]
    [InlineData("a..b", "a..b", "a..b")]
    [InlineData("...", "...", "...")]
    [InlineData("with%20space.txt", "with space.txt", "with space.txt")]
    [InlineData("r%C3%A9sum%C3%A9", "résumé", "résumé")]
    [InlineData("%F0%9F%98%80", "😀", "😀")]
    [InlineData("a%23b", "a#b", "a#b")]
    [InlineData("a%26b", "a&b", "a&b")]
    [InlineData("a%3Fb", "a?b", null)]
    public async Task A_path_is_decoded_exactly_once(string sent, string meaning, string? stored)
    {
        var put = await RawHttp.SendAsync(app, _scientist, "PUT", Address(sent), body: Canary);

        var manifest = await app.Get<VersionArtifacts>().ListAsync(_model, "1", _scientist, default);
        Assert.Equal(stored is null ? [] : [stored], manifest.Select(entry => entry.Path));
        Assert.Equal(stored is null ? 422 : 201, put.Status);
        if (stored is not null)
        {
            Assert.Equal(meaning, stored);
            Assert.Equal(Canary, (await RawHttp.SendAsync(app, _scientist, "GET", Address(sent))).Text);
        }
    }

    [Theory]
    [InlineData("../canary")]
    [InlineData("../../../../canary")]
    [InlineData("..%2fcanary")]
    [InlineData("..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("%2e%2e/canary")]
    [InlineData("%2e%2e%2fcanary")]
    [InlineData("..%5ccanary")]
    [InlineData("..\\canary")]
    [InlineData("//etc/passwd")]
    [InlineData("%2fetc%2fpasswd")]
    [InlineData("C:%5cWindows%5cwin.ini")]
    [InlineData("..;/canary")]
    [InlineData("#/../canary")]
    [InlineData("a#b")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("a/")]
    [InlineData("%c0%ae%c0%ae/canary")]
    [InlineData("%ff")]
    [InlineData("%")]
    [InlineData("%2")]
    [InlineData("%zz")]
    [InlineData("%+1")]
    [InlineData("a%00")]
    [InlineData("a%0d%0aX-Evil:%201")]
    [InlineData("a%E2%80%AEb")]
    [InlineData("%EF%BC%8E%EF%BC%8E/canary")]
    [InlineData("aux.txt")]
    [InlineData("file.txt::$DATA")]
    [InlineData("a.")]
    public async Task A_path_that_is_no_plain_path_is_refused_on_the_way_in_and_out(string path)
    {
        foreach (var method in new[] { "PUT", "GET", "HEAD" })
        {
            var answer = await RawHttp.SendAsync(app, _scientist, method, Address(path), body: method == "PUT" ? "x" : "");

            Assert.True(answer.Status is 400 or 404 or 405 or 422, $"{method} answered {answer.Status}");
            Assert.DoesNotContain(Canary, answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("X-Evil", answer.Head, StringComparison.Ordinal);
            Assert.DoesNotContain(app.DataDirectory, answer.Text, StringComparison.Ordinal);
        }

        Assert.Empty(await app.Get<VersionArtifacts>().ListAsync(_model, "1", _scientist, default));
    }

    [Fact]
    public async Task An_absolute_target_means_the_same_as_its_path()
    {
        await RawHttp.SendAsync(app, _scientist, "PUT", $"http://127.0.0.1{Address("a%2fb")}", body: "x");

        Assert.Equal("x", (await RawHttp.SendAsync(app, _scientist, "GET", Address("a/b"))).Text);
    }

    [Theory]
    [InlineData("http://127.0.0.1/api/v1/models/{m}/versions/1/artifacts/../canary")]
    [InlineData("http://127.0.0.1/api/v1/models/x/../{m}/versions/1/artifacts/a")]
    [InlineData("/api/v1/models/x/../{m}/versions/1/artifacts/a")]
    [InlineData("/api/v1/models/x/%2e%2e/{m}/versions/1/artifacts/a")]
    [InlineData("//api/v1/models/{m}/versions/1/artifacts/a")]
    public async Task A_target_that_others_would_read_differently_is_refused(string target)
    {
        var answer = await RawHttp.SendAsync(app, _scientist, "PUT", target.Replace("{m}", _model, StringComparison.Ordinal), body: "x");

        Assert.True(answer.Status is 400 or 404 or 405, $"it answered {answer.Status}");
        Assert.Empty(await app.Get<VersionArtifacts>().ListAsync(_model, "1", _scientist, default));
    }

    private string Address(string path) => $"/api/v1/models/{_model}/versions/1/artifacts/{path}";
}
