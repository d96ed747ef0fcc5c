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
        new("Tokens:MaximumDays", "DAYS", "How long an access token may live at most; 365 if not said."),
        new("Bootstrap:AdminEmail", "EMAIL", "The first account of an empty database."),
        new("Bootstrap:AdminPassword", "PASSWORD", "Its password; better as a variable, because others see what is typed."),
        new("Authentication:LocalAccounts", "true|false", "Whether people sign in with passwords kept here; true if not said."),
        new("Authentication:BreakGlassAdmin", "EMAIL", "The one account that still signs in with its password when LocalAccounts is false."),
        new("Authentication:OpenIdConnect:NAME:Authority", "ADDRESS", "An OpenID provider, under a name of yours: its issuer's address."),
        new("Authentication:OpenIdConnect:NAME:ClientId", "TEXT", "As which client this registry is known there."),
        new("Authentication:OpenIdConnect:NAME:ClientSecret", "TEXT", "The client's secret; better as a file or a variable."),
        new("Authentication:OpenIdConnect:NAME:ClientSecretFile", "FILE", "A file that holds the secret."),
        new("Authentication:OpenIdConnect:NAME:DisplayName", "TEXT", "What its button says; its name if not said."),
        new("Authentication:OpenIdConnect:NAME:Scopes", "NAMES", "What is asked for; 'openid profile email' if not said."),
        new("Authentication:OpenIdConnect:NAME:EmailClaim", "NAME", "Which claim is the e-mail address; 'email' if not said."),
        new("Authentication:OpenIdConnect:NAME:EmailVerifiedClaim", "NAME", "Which claim says that it was checked; 'email_verified' if not said."),
        new("Authentication:OpenIdConnect:NAME:LinkVerifiedEmail", "true|false", "Whether a checked address opens the account that has it; false if not said."),
        new("Authentication:OpenIdConnect:NAME:ExternalIdClaim", "NAME", "Which claim holds the id by which SCIM provisions; none if not said."),
        new("Authentication:OpenIdConnect:NAME:GroupsClaim", "NAME", "Which claim lists groups; 'groups' if not said."),
        new("Authentication:OpenIdConnect:NAME:Groups:NUMBER:Group", "TEXT", "A group there; everybody if left out."),
        new("Authentication:OpenIdConnect:NAME:Groups:NUMBER:Roles", "NAMES", "Roles that it brings, separated by ','."),
        new("Authentication:OpenIdConnect:NAME:Groups:NUMBER:Teams", "NAMES", "Teams that it brings, separated by ','."),
        new("Passkeys:Domain", "NAME", "The name that passkeys belong to; that of the address if not said."),
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
        All.Any(setting => setting.IsNamed(name)) || FrameworkWords.Any(word => Same(word, name))
        || FrameworkParts.Any(part => name.StartsWith($"{part}:", StringComparison.OrdinalIgnoreCase));

    /// <summary>Only the first half of a name. A host of tests gives such, without a value, beside the whole.</summary>
    public static bool IsPart(string name) => All.Any(setting => setting.Begins(name) && !setting.IsNamed(name));

    private bool IsNamed(string name) => Begins(name) && Name.Split(':').Length == name.Split(':').Length;

    /// <summary>NAME and NUMBER stand for what whoever sets it chooses.</summary>
    private bool Begins(string name)
    {
        var (own, given) = (Name.Split(':'), name.Split(':'));
        return own.Length >= given.Length && own.Zip(given).All(pair => pair.First is "NAME" or "NUMBER" || Same(pair.First, pair.Second));
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
