using ModelRegistry.Web.Hosting;

namespace ModelRegistry.Web.Commands;

/// <summary>A setting that may be typed, as <c>--Name VALUE</c> or <c>--Name=VALUE</c>; what it does is in README's table.</summary>
internal sealed record Setting(string Name, string Value, string Says)
{
    /// <summary>Those that <c>--help</c> shows and README explains.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("Database:Provider", "Sqlite|SqlServer", "Which database; Sqlite if not said."),
        new("ConnectionStrings:Registry", "TEXT", "How to reach SQL Server."),
        new("Data:Directory", "FOLDER", "Files, keys, audit checkpoints, and SQLite's database; ./data if not said."),
        new("Artifacts:Store", "Local", "Where files go."),
        new("Artifacts:GraceHours", "HOURS", "How long a stored file that nothing lists any more is kept; 24 if not said."),
        new("Uploads:PatienceSeconds", "SECONDS", "How long an upload may all but stand still before it is given up; 120 if not said."),
        new("Pages:KeptSeconds", "SECONDS", "How long a page goes on as it was after its connection broke; 600 if not said."),
        new("Retention:EndedSessionsDays", "DAYS", "How long a session stays in the database after its end; 30 if not said."),
        new("Retention:ReadNotificationsDays", "DAYS", "How long a notification stays after it was read; 90 if not said."),
        new("Retention:UnseenHostsDays", "DAYS", "How long it is kept what a host was told, after it last asked; 90 if not said."),
        new("Retention:DeletedRunsDays", "DAYS", "How long a deleted run can be restored, before it goes with all it logged; for ever if not said."),
        new("Limits:PagesPerPerson", "NUMBER", "How many open pages one person may hold connections for; 100 if not said."),
        new("Bootstrap:AdminEmail", "EMAIL", "The first account of an empty database."),
        new("Bootstrap:AdminPassword", "PASSWORD", "Its password; better as a variable, because others see what is typed."),
        new("AllowedHosts", "NAMES", "Host names that are answered, separated by ';'."),
        new("AllowInsecureHttp", "true|false", "Lets people sign in over plain http from other machines."),
        new("PathBase", "PATH", "What every address begins with, behind a proxy."),
        new("urls", "ADDRESSES", $"Where to listen; {RegistryHost.DefaultAddress} if not said."),
    ];

    /// <summary>The framework's own: parts of the configuration with names of their own, and the words of its host.</summary>
    private static readonly string[] FrameworkParts = ["Logging", "Kestrel", "HostFiltering"];

    private static readonly string[] FrameworkWords =
    [
        "environment", "contentRoot", "applicationName", "webroot", "http_ports", "https_ports", "forwardedHeaders_enabled", "preferHostingUrls",
            "detailedErrors",
        "captureStartupErrors", "shutdownTimeoutSeconds", "suppressStatusMessages", "startupAssembly", "hostingStartupAssemblies",
            "hostingStartupExcludeAssemblies",
        "preventHostingStartup",
    ];

    public static bool Knows(string name) =>
        All.Any(setting => Same(setting.Name, name)) || FrameworkWords.Any(word => Same(word, name))
        || FrameworkParts.Any(part => name.StartsWith($"{part}:", StringComparison.OrdinalIgnoreCase));

    /// <summary>Only the first half of a name. A host of tests gives such, without a value, beside the whole.</summary>
    public static bool IsPart(string name) => All.Any(setting => setting.Name.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase));

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
