using System.Globalization;
using System.Text.RegularExpressions;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>A version's number typed into the search box of a list, <c>v1234</c> or <c>1234</c>: the list then begins there.</summary>
public static partial class VersionJump
{
    public static int? Read(string? text) =>
        Number().Match(text ?? "") is { Success: true } match ? int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) : null;

    /// <summary>Where the newest first list of versions goes on with this one.</summary>
    public static string Token(int number) => PageToken.Encode((long)number + 1);

    [GeneratedRegex(@"^\s*v?(?<number>[0-9]{1,9})\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
