namespace ModelRegistry.Web.Theme;

/// <summary>What the viewer chose, kept in the cookie <c>theme</c>; js/theme.js writes the same words.</summary>
public static class ThemeChoice
{
    public const string Cookie = "theme";
    public const string Light = "light";
    public const string Dark = "dark";
    public const string System = "system";

    /// <summary>A cookie is input like any other: unknown words mean system.</summary>
    public static string Parse(string? cookie) => cookie is Light or Dark ? cookie : System;
}
