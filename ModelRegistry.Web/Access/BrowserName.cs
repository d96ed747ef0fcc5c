namespace ModelRegistry.Web.Access;

/// <summary>What a browser calls itself, in the few words by which its person knows it again.</summary>
internal static class BrowserName
{
    // In this order: each of them also says the names below it.
    private static readonly (string Part, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
            ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Part, string Name)[] Systems =
        [("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"),
            ("Linux", "Linux")];

    /// <summary>"Firefox on Linux"; null where the browser says nothing that is known.</summary>
    public static string? Of(string? userAgent)
    {
        var (browser, system) = (Find(Browsers, userAgent), Find(Systems, userAgent));
        return (browser, system) switch
        {
            (null, null) => null,
            (null, _) => system,
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }

    private static string? Find((string Part, string Name)[] known, string? text) =>
        text is null ? null : Array.Find(known, one => text.Contains(one.Part, StringComparison.Ordinal)).Name;
}
