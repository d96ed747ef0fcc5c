using System.Globalization;
using Microsoft.Extensions.Configuration.Json;
using ModelRegistry.Core;
using ModelRegistry.Web.Api;

namespace ModelRegistry.Web.Hosting;

/// <summary>Reads the registry's own settings and refuses values that it does not know with a sentence.</summary>
internal static class SettingsReader
{
    private const string DataDirectory = "Data:Directory";

    public static RegistrySettings Read(IConfiguration configuration, string contentRoot)
    {
        var store = configuration["Artifacts:Store"] ?? "Local";
        if (!store.Equals("Local", StringComparison.OrdinalIgnoreCase))
        {
            throw new StartRefusedException($"Artifacts:Store is '{store}', but the only store is 'Local'. Correct the setting.");
        }

        return Database(configuration, contentRoot) with
        {
            LocalAccounts = SignInSettings.Local(configuration),
            ArtifactGrace = Grace(configuration["Artifacts:GraceHours"]),
            LongestTokens = Days(configuration, "Tokens:MaximumDays", RegistrySettings.UsualLongestTokens),
            Retention = new Retention(
                Days(configuration, "Retention:EndedSessionsDays", Retention.Default.EndedSessions),
                Days(configuration, "Retention:ReadNotificationsDays", Retention.Default.ReadNotifications),
                Days(configuration, "Retention:UnseenHostsDays", Retention.Default.UnseenHosts),
                Days(configuration, "Retention:DeletedRunsDays")),
        };
    }

    /// <summary>Shorter than the server looks, once a second, would end every upload.</summary>
    public static UploadPatience Patience(IConfiguration configuration) => configuration["Uploads:PatienceSeconds"] switch
    {
        null or "" => new(UploadPatience.Default),
        var seconds when int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 2 and <= 3_600 =>
            new(TimeSpan.FromSeconds(number)),
        var seconds => throw new StartRefusedException($"Uploads:PatienceSeconds is '{seconds}'. It is a whole number of seconds from 2 to 3600."),
    };

    /// <summary>How long a page goes on as it was after its connection broke: a tunnel, a lunch. The framework keeps a hundred of them at most.</summary>
    public static TimeSpan KeptPages(IConfiguration configuration) => configuration["Pages:KeptSeconds"] switch
    {
        null or "" => TimeSpan.FromMinutes(10),
        var seconds when int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 86_400 =>
            TimeSpan.FromSeconds(number),
        var seconds => throw new StartRefusedException($"Pages:KeptSeconds is '{seconds}'. It is a whole number of seconds from 1 to 86400."),
    };

    private static TimeSpan Days(IConfiguration configuration, string setting, TimeSpan usual) => Days(configuration, setting) ?? usual;

    private static TimeSpan? Days(IConfiguration configuration, string setting) => configuration[setting] switch
    {
        null or "" => null,
        var days when int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 3_650 =>
            TimeSpan.FromDays(number),
        var days => throw new StartRefusedException($"{setting} is '{days}'. It is a whole number of days from 1 to 3650."),
    };

    /// <summary>Less than an hour would let a sweep run into a backup or a slow upload; more than a year is a slip of the pen.</summary>
    private static TimeSpan Grace(string? hours) => hours switch
    {
        null or "" => RegistrySettings.DefaultGrace,
        _ when int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 8_760 =>
            TimeSpan.FromHours(number),
        _ => throw new StartRefusedException(
            $"Artifacts:GraceHours is '{hours}'. It is a whole number of hours from 1 to 8760: how long a file that nothing lists is kept before it is "
            + "swept."),
    };

    private static RegistrySettings Database(IConfiguration configuration, string contentRoot)
    {
        var data = Path.GetFullPath(configuration[DataDirectory] is { Length: > 0 } directory ? directory : "./data", Root(configuration, contentRoot));
        var provider = configuration["Database:Provider"] ?? "Sqlite";
        if (provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
        {
            return RegistrySettings.Sqlite(data);
        }

        if (!provider.Equals("SqlServer", StringComparison.OrdinalIgnoreCase))
        {
            throw new StartRefusedException($"Database:Provider is '{provider}'. Use 'Sqlite' or 'SqlServer'.");
        }

        if (configuration.GetConnectionString("Registry") is not { Length: > 0 } connection)
        {
            throw new StartRefusedException("Database:Provider is SqlServer, but ConnectionStrings:Registry is empty. Set it to a connection string.");
        }

        return RegistrySettings.SqlServerRefusal(connection) is { } refusal ? throw new StartRefusedException(refusal)
            : RegistrySettings.SqlServer(connection, data);
    }

    // What was typed is meant from where it was typed. From source, the ./data of appsettings.json means beside that file and not inside the Web project.
    private static string Root(IConfiguration configuration, string contentRoot) =>
        !IsTyped(configuration) && File.Exists(Path.Combine(contentRoot, "ModelRegistry.Web.csproj"))
            ? Path.GetDirectoryName(contentRoot.TrimEnd(Path.DirectorySeparatorChar))!
            : Directory.GetCurrentDirectory();

    private static bool IsTyped(IConfiguration configuration) =>
        ((IConfigurationRoot)configuration).Providers.LastOrDefault(provider => provider.TryGet(DataDirectory, out _))
            is not (null or JsonConfigurationProvider);
}
