using ModelRegistry.Core;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>A second process on one installation is refused, on both databases.</summary>
public sealed class SoleProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("registry-test-");
    private readonly LockServer _server = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _server.Dispose();
    }

    [Fact]
    public async Task The_second_on_a_data_directory_is_refused_until_the_first_is_gone()
    {
        var settings = RegistrySettings.Sqlite(_folder.FullName);
        await using var first = new SoleProcess(settings);
        await first.TakeAsync(default);

        await using var second = new SoleProcess(settings);
        var refusal = await Refused.ByAsync("already_served", () => second.TakeAsync(default));
        await first.DisposeAsync();
        await second.TakeAsync(default);

        Assert.Contains(_folder.FullName, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_on_a_database_is_refused_although_its_directory_is_another()
    {
        await using var first = OnServer("a");
        await first.TakeAsync(default);

        await using var second = OnServer("b");
        await Refused.ByAsync("already_served", () => second.TakeAsync(default));

        Assert.Equal(RefusalKind.Conflict, (await Assert.ThrowsAsync<RegistryException>(() => second.TakeAsync(default))).Kind);
        await first.DisposeAsync();
        await second.TakeAsync(default);
    }

    [Fact]
    public async Task What_is_held_is_not_taken_again_and_taken_again_when_its_connection_went_away()
    {
        await using var process = OnServer("a");
        await process.TakeAsync(default);
        await process.TakeAsync(default);
        Assert.Equal(1, _server.Opened);

        _server.Restart();
        await process.TakeAsync(default);

        Assert.Equal(2, _server.Opened);
        await using var second = OnServer("b");
        await Refused.ByAsync("already_served", () => second.TakeAsync(default));
    }

    [Fact]
    public async Task The_lock_is_the_session_s_and_not_a_transaction_s()
    {
        await using var process = OnServer("a");

        await process.TakeAsync(default);

        var taken = _server.Commands.Single(text => text.Contains("sp_getapplock", StringComparison.Ordinal));
        Assert.Contains("@LockOwner = N'Session'", taken, StringComparison.Ordinal);
        Assert.Contains("@LockMode = N'Exclusive'", taken, StringComparison.Ordinal);
        Assert.Contains("@LockTimeout = 0", taken, StringComparison.Ordinal);
        Assert.All(_server.Commands, text => TransactSql.Parse(text));
    }

    private SoleProcess OnServer(string directory) => new(Path.Combine(_folder.FullName, directory), _server.Connect);
}
