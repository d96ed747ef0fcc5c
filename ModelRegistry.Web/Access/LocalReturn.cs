namespace ModelRegistry.Web.Access;

/// <summary>
/// Where a sign-in leads back to. The wish comes from an address that anybody can write, so only a page of this registry
/// is taken; everything else leads Home.
/// </summary>
internal static class LocalReturn
{
    /// <summary>An absolute path below <paramref name="baseUri"/> (which ends with a slash), with query and fragment.</summary>
    public static string Of(string? wish, string baseUri)
    {
        var home = new Uri(baseUri);
        if (string.IsNullOrEmpty(wish) || wish.Contains('\\', StringComparison.Ordinal) || wish.Any(char.IsControl)
            || !Uri.TryCreate(home, wish, out var target))
        {
            return home.AbsolutePath;
        }

        // Resolved first and compared then: "//host", "https:host", "javascript:" and user names all become visible.
        var path = target.PathAndQuery + target.Fragment;
        var isOurs = target.Scheme == home.Scheme && target.Authority == home.Authority && target.UserInfo.Length == 0
            && !IsAbsolute(wish) && target.AbsolutePath.StartsWith(home.AbsolutePath, StringComparison.Ordinal);
        return isOurs && !path.StartsWith("//", StringComparison.Ordinal) ? path : home.AbsolutePath;
    }

    // "https:page" resolves to this host by the old rules that .NET keeps, and to another one in browsers.
    private static bool IsAbsolute(string wish)
    {
        var colon = wish.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && wish.AsSpan(0, colon).IndexOfAny('/', '?', '#') < 0;
    }
}
