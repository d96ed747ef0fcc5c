using System.Globalization;

namespace ModelRegistry.Web;

/// <summary>
/// Every address of a page. Relative to the base address (no leading slash), so that a path base works;
/// names are escaped here and nowhere else.
/// </summary>
public static class Urls
{
    public const string Home = "";
    public const string Models = "models";
    public const string RegisterModel = "register-model";
    public const string Admin = "admin";
    public const string AdminUsers = "admin/users";
    public const string SignOut = "account/sign-out";
    public const string Password = "account/password";
    public const string Tokens = "account/tokens";
    public const string FirstRun = "account/first-run";

    public static string Model(string name) => $"models/{Escape(name)}";

    public static string Version(string name, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"models/{Escape(name)}/versions/{number}");

    public static string UploadVersion(string name) => $"models/{Escape(name)}/upload";

    public static string Compare(string name, IEnumerable<int> versions, int? baseVersion = null)
    {
        var numbers = string.Join(',', versions.Select(v => v.ToString(CultureInfo.InvariantCulture)));
        var address = $"models/{Escape(name)}/compare?v={numbers}";
        return baseVersion is { } b ? string.Create(CultureInfo.InvariantCulture, $"{address}&base={b}") : address;
    }

    /// <summary>The page to come back to is a local path (without the base); the sign-in page must check that again.</summary>
    public static string SignIn(string? returnTo = null) =>
        string.IsNullOrEmpty(returnTo) ? "account/sign-in" : $"account/sign-in?returnUrl={Escape(returnTo)}";

    /// <summary>The one-time link with which an invited person sets a password.</summary>
    public static string Invitation(string secret) => $"account/invitation?token={Escape(secret)}";

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
