using System.Diagnostics;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Tests.Support;
using ModelRegistry.Tests.Upkeep;

namespace ModelRegistry.Tests.Commands;

/// <summary>Paths mean the folder in which they were typed, also where "dotnet run" stands in front.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class TypedFolderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Under_dotnet_run_a_folder_is_beside_where_it_was_typed()
    {
        await using var registry = await TestRegistry.StartAsync(RegistrySettings.Sqlite(_folder.New("data")));
        await registry.PersonAsync("viewer", Roles.Viewer); // its event makes the key that a backup must hold

        var (code, error) = await DotnetRunAsync("backup", "taken", "--Data:Directory", "./data");

        Assert.True(code == 0, error);
        Assert.True(File.Exists(Path.Combine(_folder.New("taken"), "backup.json")));
    }

    private async Task<(int Code, string Error)> DotnetRunAsync(params string[] args)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var project = Path.Combine(Repository.Root, "ModelRegistry.Web");
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["run", "--no-build", "-c", configuration, "--project", project, "--", .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
