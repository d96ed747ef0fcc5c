using System.Net.Http.Json;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Tests.Durability;
using ModelRegistry.Tests.Support;
using static ModelRegistry.Tests.Upkeep.Commands;

namespace ModelRegistry.Tests.Upkeep;

/// <summary>The commands as the program of their own that an operator runs, beside a server and after one was killed.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class UpkeepProgramTests : IDisposable
{
    private const int Files = 300;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Beside_a_server_and_after_it_was_killed_everything_is_verified_and_backed_up()
    {
        var data = Directory.CreateDirectory(_folder.New("data")).FullName;
        using (var server = await RegistryProcess.StartAsync(data))
        {
            (await server.Client.PostAsJsonAsync("/api/v1/models", new { name = "fraud" })).EnsureSuccessStatusCode();
            (await server.Client.PostAsJsonAsync("/api/v1/models/fraud/versions", new { })).EnsureSuccessStatusCode();
            (await server.Client.PutAsync("/api/v1/models/fraud/versions/1/artifacts/model.bin", new StringContent("weights"))).EnsureSuccessStatusCode();
            (await server.Client.PostAsJsonAsync("/api/v1/models/fraud/versions/1/seal", new { })).EnsureSuccessStatusCode();
            RequireClean(await RunProgramAsync(data, "verify", "--all", "--json"));
            Assert.Equal(0, (await RunProgramAsync(data, "backup", _folder.New("backup"))).Code);
            (await server.Client.PutAsJsonAsync("/api/v1/models/fraud/aliases/champion", new { version = 1 })).EnsureSuccessStatusCode();
            server.Kill();
        }

        RequireClean(await VerifyAsync(RegistrySettings.Sqlite(data)));
        var restored = await RunProgramAsync(_folder.Path, "restore", _folder.New("backup"), "--Data:Directory", _folder.New("restored"));
        Assert.True(restored.Code == 0, restored.Error);
        Assert.Equal(1, restored.Report.GetProperty("counts").GetProperty("versions").GetInt32());
        await RequireServesAsync(_folder.New("restored"));
    }

    [Fact]
    public async Task A_backup_that_was_killed_half_way_is_known_for_none()
    {
        await using var registry = await TestRegistry.StartAsync();
        var scientist = await registry.PersonAsync("scientist", Roles.DataScientist);
        await registry.AModelAsync(scientist);
        await registry.APendingVersionAsync(scientist);
        for (var i = 0; i < Files; i++)
        {
            await registry.AFileAsync(scientist, "fraud", "1", $"{i}.bin", $"content {i}");
        }

        using (var backup = Start(registry.Settings.DataDirectory, "backup", _folder.New("backup")))
        {
            while (await backup.StandardError.ReadLineAsync() is { } line && !line.StartsWith("Copying files", StringComparison.Ordinal))
            {
                // Up to the moment when the database is in the backup and its files are not.
            }

            backup.Kill();
            await backup.WaitForExitAsync();
            Assert.NotEqual(0, backup.ExitCode);
        }

        Assert.True(File.Exists(Path.Combine(_folder.New("backup"), "registry.db")));
        var ran = await RestoreAsync(RegistrySettings.Sqlite(_folder.New("data")), _folder.New("backup"));
        Assert.Equal(UpkeepConsole.NotRun, ran.Code);
        Assert.Contains("it was interrupted; take another", ran.Error, StringComparison.Ordinal);
        Assert.Contains("is not empty", (await BackupAsync(registry.Settings, _folder.New("backup"))).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Say what to verify: --all", "verify")]
    [InlineData("There is no option --hard", "verify", "--all", "--hard")]
    [InlineData("verify cannot do anything with 'here'", "verify", "--all", "here")]
    [InlineData("There is no registry here", "verify", "--all")]
    [InlineData("Required argument missing for command: 'backup'", "backup")]
    [InlineData("restore cannot do anything with 'b'", "restore", "a", "b")]
    public async Task What_cannot_be_run_ends_with_a_sentence_and_code_2(string sentence, params string[] args)
    {
        var settings = RegistrySettings.Sqlite(_folder.New("nothing"));

        var ran = await RunAsync(settings, args);

        Assert.Equal((UpkeepConsole.NotRun, ""), (ran.Code, ran.Output));
        Assert.Contains(sentence, ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(settings.DataDirectory));
    }

    private static void RequireClean(Ran ran)
    {
        Assert.True(ran.Code == 0, ran.Output + ran.Error);
        Assert.Empty(ran.Kinds);
    }

    /// <summary>The restored registry starts, lets its accounts in and is still whole.</summary>
    private static async Task RequireServesAsync(string data)
    {
        using var server = await RegistryProcess.StartAsync(data);
        Assert.Equal("weights", await server.Client.GetStringAsync("/api/v1/models/fraud/versions/1/artifacts/model.bin"));
        RequireClean(await VerifyAsync(RegistrySettings.Sqlite(data)));
    }
}
