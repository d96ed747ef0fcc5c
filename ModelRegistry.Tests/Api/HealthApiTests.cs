using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

[Collection(RegistryAppCollection.Name)]
public sealed class HealthApiTests(RegistryApp app)
{
    [Fact]
    public async Task Anybody_may_ask_whether_it_lives_and_whether_it_can_serve()
    {
        using var stranger = app.Client();

        var live = await stranger.OkAsync("GET", "/health/live");
        var ready = await stranger.OkAsync("GET", "/health/ready");

        Assert.Equal("""{"live":true}""", live.ToJsonString());
        Assert.StartsWith("""{"ready":true,"database":true,"files":true,"checkpoints":true,"lastCheckpoint":""", ready.ToJsonString(),
            StringComparison.Ordinal);
        Assert.True((long)ready["eventsAfterIt"]! >= 0);
    }

    [Fact]
    public async Task The_age_of_the_last_checkpoint_is_told()
    {
        await app.PersonAsync("viewer", Roles.Viewer); // a weighty event
        using var stranger = app.Client();

        var ready = await stranger.OkAsync("GET", "/health/ready");

        Assert.InRange(TimeProvider.System.GetUtcNow() - (DateTimeOffset)ready["lastCheckpoint"]!, TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task It_is_not_ready_while_no_file_can_be_stored()
    {
        using var stranger = app.Client();
        var folder = Path.Combine(app.Get<RegistrySettings>().ArtifactDirectory, "tmp");
        Directory.Move(folder, folder + "-away");

        using var answer = await stranger.GetAsync("/health/ready");

        Directory.Move(folder + "-away", folder);
        Assert.Equal(503, (int)answer.StatusCode);
        Assert.Contains("\"files\":false", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
