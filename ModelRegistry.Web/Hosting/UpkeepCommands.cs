using ModelRegistry.Core.Upkeep;

namespace ModelRegistry.Web.Hosting;

/// <summary>The commands that look after an installation. They read its settings and start no server.</summary>
internal static class UpkeepCommands
{
    private const string Verify = "verify";
    private const string Backup = "backup";
    private const string Restore = "restore";

    public static bool Knows(string word) => word is Verify or Backup or Restore;

    public static Task<int> RunAsync(string word, string[] args, string? contentRoot, CancellationToken ct)
    {
        var arguments = UpkeepArguments.Parse(args);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments.Settings, ContentRootPath = contentRoot });
        builder.UseRootSettings();
        var settings = SettingsReader.Read(builder.Configuration, builder.Environment.ContentRootPath);
        var console = new UpkeepConsole(Console.Out, Console.Error, TimeProvider.System);
        return word switch
        {
            Backup => BackupCommand.RunAsync(settings, arguments, console, ct),
            Restore => RestoreCommand.RunAsync(settings, arguments, console, ct),
            _ => VerifyCommand.RunAsync(settings, arguments, console, ct),
        };
    }
}
