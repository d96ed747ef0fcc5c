using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Providers;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Hosting;

/// <summary>Reads who signs in how. What is missing, unknown or cannot be used stops the start with a sentence: nobody finds out at the sign-in page.</summary>
internal static class SignInSettings
{
    public const string LocalAccounts = "Authentication:LocalAccounts";
    public const string BreakGlassAdmin = "Authentication:BreakGlassAdmin";

    private const string Section = "Authentication:OpenIdConnect";

    private static readonly string[] Known =
    [
        "Authority", "ClientId", "ClientSecret", "ClientSecretFile", "DisplayName", "Scopes", "EmailClaim", "EmailVerifiedClaim", "LinkVerifiedEmail",
        "ExternalIdClaim", "GroupsClaim", "Groups",
    ];

    private static readonly string[] KnownOfGroups = ["Group", "Roles", "Teams"];

    public static LocalAccounts Local(IConfiguration configuration)
    {
        var address = configuration[BreakGlassAdmin];
        return (Switch(configuration, LocalAccounts, usual: true), string.IsNullOrWhiteSpace(address)) switch
        {
            (true, true) => Core.Accounts.LocalAccounts.Everybody,
            (false, false) when configuration.GetSection(Section).GetChildren().Any() => new(address!.Trim()),
            (false, false) => throw new StartRefusedException($"{LocalAccounts} is false, but there is no provider under {Section}: nobody could sign in."),
            (true, false) => throw new StartRefusedException(
                $"{BreakGlassAdmin} is set, but {LocalAccounts} is not false: everybody signs in with a password. Set both or neither."),
            (false, true) => throw new StartRefusedException(
                $"{LocalAccounts} is false, but {BreakGlassAdmin} is empty. Name the admin who gets in with a password when the provider does not answer."),
        };
    }

    public static OpenIdProviders Providers(IConfiguration configuration) =>
        new([.. configuration.GetSection(Section).GetChildren().OrderBy(provider => provider.Key, StringComparer.Ordinal).Select(Provider)]);

    private static OpenIdProvider Provider(IConfigurationSection section)
    {
        var name = section.Key;
        if (name.Length > ExternalLogin.ProviderMaxLength || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new StartRefusedException(
                $"'{name}' under {Section} is no name for a provider: use up to {ExternalLogin.ProviderMaxLength} letters, digits, '-' and '_'.");
        }

        RefuseUnknown(section, Known);
        var rules = new ProviderRules(name, section["DisplayName"] is { Length: > 0 } shown ? shown : name,
            [.. section.GetSection("Groups").GetChildren().Select(Group)], Switch(section, "LinkVerifiedEmail", usual: false));
        return new OpenIdProvider(rules, Authority(section), Required(section, "ClientId"), Secret(section))
        {
            Scopes = Scopes(section),
            GroupsClaim = section["GroupsClaim"] is { Length: > 0 } groups ? groups : "groups",
            ExternalIdClaim = section["ExternalIdClaim"] is { Length: > 0 } external ? external : null,
            EmailClaim = section["EmailClaim"] is { Length: > 0 } email ? email : "email",
            EmailVerifiedClaim = section["EmailVerifiedClaim"] is { Length: > 0 } verified ? verified : "email_verified",
        };
    }

    private static GroupRule Group(IConfigurationSection section)
    {
        RefuseUnknown(section, KnownOfGroups);
        var (roles, teams) = (List(section["Roles"]), List(section["Teams"]));
        if (roles.Except(Roles.All).FirstOrDefault() is { } unknown)
        {
            throw new StartRefusedException($"{section.Path}:Roles names '{unknown}', which is no role. The roles are {string.Join(", ", Roles.All)}.");
        }

        return roles.Count + teams.Count > 0 ? new GroupRule(section["Group"] is { Length: > 0 } group ? group : null, roles, teams)
            : throw new StartRefusedException($"{section.Path} brings neither roles nor teams. Name some under Roles or Teams, or leave it out.");
    }

    private static Uri Authority(IConfigurationSection section)
    {
        var text = Required(section, "Authority");
        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
                ? address
                : throw new StartRefusedException($"{section.Path}:Authority is '{text}'. It is the https address of the provider's issuer.");
    }

    private static string Secret(IConfigurationSection section)
    {
        if (section["ClientSecretFile"] is not { Length: > 0 } file)
        {
            return Required(section, "ClientSecret");
        }

        if (section["ClientSecret"] is { Length: > 0 })
        {
            throw new StartRefusedException($"{section.Path} has both ClientSecret and ClientSecretFile; only one can be meant.");
        }

        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } secret ? secret
                : throw new StartRefusedException($"The file '{file}' ({section.Path}:ClientSecretFile) is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The file '{file}' ({section.Path}:ClientSecretFile) cannot be read: {e.Message}");
        }
    }

    private static IReadOnlyList<string> Scopes(IConfigurationSection section)
    {
        string[] scopes = (section["Scopes"] ?? "openid profile email").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return scopes.Contains("openid") ? scopes
            : throw new StartRefusedException($"{section.Path}:Scopes is '{section["Scopes"]}', but sign-in needs the scope 'openid'. Add it.");
    }

    private static string Required(IConfigurationSection section, string key) => section[key] is { Length: > 0 } value ? value
        : throw new StartRefusedException($"The provider '{section.Key}' is not complete: {section.Path}:{key} is empty.");

    private static void RefuseUnknown(IConfigurationSection section, string[] known)
    {
        if (section.GetChildren().FirstOrDefault(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new StartRefusedException($"There is no setting {unknown.Path}. Here are {string.Join(", ", known)}.");
        }
    }

    private static List<string> List(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static bool Switch(IConfiguration configuration, string setting, bool usual) => configuration[setting] switch
    {
        null or "" => usual,
        var value when bool.TryParse(value, out var on) => on,
        var value => throw new StartRefusedException($"{setting} is '{value}'. It is true or false."),
    };
}
