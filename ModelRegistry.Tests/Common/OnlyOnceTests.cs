using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Common;

public sealed class OnlyOnceTests : IDisposable
{
    private const int AtOnce = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("registry-once-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Of_all_who_place_a_file_at_the_same_moment_one_does_and_its_file_stays()
    {
        using var start = new Barrier(AtOnce);
        var rounds = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(who => Task.Factory.StartNew(
            () => Enumerable.Range(0, 500).Select(round => Place(who, round)).ToArray(), TaskCreationOptions.LongRunning)));

        Assert.All(Enumerable.Range(0, 500), round =>
        {
            var first = Assert.Single(Enumerable.Range(0, AtOnce), who => rounds[who][round]);
            Assert.Equal($"{first}", File.ReadAllText(Path.Combine(_folder, $"{round}")));
        });
        Assert.Equal(500, Directory.GetFiles(_folder).Length);

        bool Place(int who, int round)
        {
            var temporary = Path.Combine(_folder, $"{round}-{who}.tmp");
            File.WriteAllText(temporary, $"{who}");
            start.SignalAndWait();
            return OnlyOnce.TryPlace(temporary, Path.Combine(_folder, $"{round}"));
        }
    }
}
