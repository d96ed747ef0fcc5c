using System.Text.RegularExpressions;
using ModelRegistry.Core;
using ModelRegistry.Web.Commands;
using static ModelRegistry.Tests.Upkeep.Commands;

namespace ModelRegistry.Tests.Commands;

/// <summary>What may be typed after the program's name, and what is said to everything else.</summary>
public sealed class RegistryCommandsTests
{
    private static readonly RegistrySettings Nothing = RegistrySettings.Sqlite(Path.Combine(Path.GetTempPath(), "registry-nothing"));

    [Theory]
    [InlineData("--demo")]
    [InlineData("--migrate-only")]
    [InlineData("--urls ADDRESSES")]
    [InlineData("--Data:Directory FOLDER")]
    [InlineData("migration-script")]
    [InlineData("backup <DIR>")]
    [InlineData("backup --database-file <PATH>")]
    [InlineData("restore <DIR>")]
    [InlineData("restore --verify")]
    [InlineData("restore --accept-missing")]
    [InlineData("verify --all")]
    [InlineData("verify --quick")]
    [InlineData("verify --json")]
    [InlineData("verify-audit <FILE>")]
    [InlineData("verify-audit --checkpoints <FILE>")]
    [InlineData("verify-audit --key <PEM>")]
    public async Task Help_lists_it(string typed)
    {
        var ran = await RunAsync(Nothing, "--help");

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Contains(typed, ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_a_command_shows_its_own_options_and_the_settings()
    {
        var ran = await RunAsync(Nothing, "backup", "--help");

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Contains("--database-file", ran.Output, StringComparison.Ordinal);
        Assert.Contains("--Data:Directory", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--accept-missing", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_that_the_readme_explains_may_be_typed_and_no_other_is_offered()
    {
        var table = File.ReadLines(Path.Combine(Support.Repository.Root, "README.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        var explained = table.SelectMany(row => Regex.Matches(row.Split('|')[1], "`(--)?([^`]+)`").Select(match => match.Groups[2].Value));

        Assert.Equal(explained.Order(StringComparer.Ordinal), Setting.All.Select(setting => setting.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("There is no command bakup.", "bakup", "folder")]
    [InlineData("There is no option --demoo.", "--demoo")]
    [InlineData("There is no option --databse-file.", "backup", "--databse-file", "x")]
    [InlineData("There is no option --kep.", "backup", "folder", "--kep", "3")]
    [InlineData("There is no option --keep=3.", "backup", "folder", "--keep=3")]
    [InlineData("There is no setting --Dta:Directory.", "verify", "--all", "--Dta:Directory", "x")]
    [InlineData("There is no setting --Data.", "verify", "--all", "--Data", "x")]
    [InlineData("--Data:Directory needs a value.", "verify", "--all", "--Data:Directory")]
    [InlineData("--urls needs a value.", "--urls", "--demo")]
    [InlineData("--data:directory is there twice", "verify", "--all", "--Data:Directory", "a", "--data:directory=b")]
    [InlineData("--urls is there twice", "--urls", "http://localhost:1", "--urls", "http://localhost:2")]
    [InlineData("Required argument missing for command: 'restore'.", "restore", "--verify")]
    [InlineData("Option '--database-file' expects a single argument but 2 were provided.", "backup", "folder", "--database-file", "a", "--database-file", "b")]
    [InlineData("verify-audit takes no settings", "verify-audit", "file", "--Data:Directory", "x")]
    public async Task What_is_not_understood_is_refused_with_a_sentence_and_nothing_happens(string sentence, params string[] args)
    {
        var ran = await RunAsync(Nothing, args);

        Assert.Equal((RegistryCommands.NotRun, ""), (ran.Code, ran.Output));
        Assert.StartsWith(sentence, ran.Error, StringComparison.Ordinal);
        Assert.Contains("--help shows", ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Nothing.DataDirectory));
    }

    [Fact]
    public void Settings_go_to_the_configuration_and_the_rest_to_the_commands()
    {
        var typed = TypedArguments.Of(
        [
            "backup", "/backups/of today", "--Data:Directory", "/data", "--database-file", "D:\\x.bak", "--urls=http://localhost:1", "--PathBase", "/x",
                "--environment", "Production",
            "--Logging:LogLevel:Default=Debug", "--demo", "--", "--urls", "y",
        ]);

        Assert.Empty(typed.Refusals);
        Assert.Equal(["--Data:Directory=/data", "--urls=http://localhost:1", "--PathBase=/x", "--environment=Production", "--Logging:LogLevel:Default=Debug"],
            typed.Settings);
        Assert.Equal(["backup", "/backups/of today", "--database-file", "D:\\x.bak", "--demo", "--", "--urls", "y"], typed.Rest);
    }
}
