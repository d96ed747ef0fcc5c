using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>
/// The second look at what was rendered from a text of others, independent of the first: tag by tag, and only what is on the list leaves. The
/// pipeline makes no other tags and writes them in one way only; so where there is anything else, somebody found a way around it, and nothing is laid
/// out. In one pass: a parser of whatever browsers accept took a hundred times as long as the rendering.
/// </summary>
internal static partial class MarkdownCleaning
{
    private static readonly HashSet<string> Tags = new(StringComparer.Ordinal)
    {
        "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "del", "a",
        "table", "thead", "tbody", "tr", "th", "td",
    };

    private static readonly HashSet<string> Attributes = new(["href", "title", "id", "start"], StringComparer.Ordinal);

    private static readonly string[] Schemes = [Uri.UriSchemeHttp, Uri.UriSchemeHttps, Uri.UriSchemeMailto];

    /// <summary>The HTML with links that lead to the web or to a mailbox and tell nobody where from; null when it holds what is not on the list.</summary>
    public static string? Clean(string html)
    {
        var clean = new StringBuilder(html.Length);
        for (var at = 0; at < html.Length;)
        {
            var open = html.IndexOf('<', at);
            if (open < 0)
            {
                clean.Append(html.AsSpan(at));
                break;
            }

            clean.Append(html.AsSpan(at, open - at));
            var tag = Tag().Match(html, open);
            if (!tag.Success || !Tags.Contains(tag.Groups["name"].Value))
            {
                return null;
            }

            Write(clean, tag);
            at = open + tag.Length;
        }

        return clean.ToString();
    }

    private static void Write(StringBuilder clean, Match tag)
    {
        var name = tag.Groups["name"].Value;
        if (tag.Groups["end"].Success)
        {
            clean.Append("</").Append(name).Append('>');
            return;
        }

        clean.Append('<').Append(name);
        var (names, values) = (tag.Groups["attribute"].Captures, tag.Groups["value"].Captures);
        for (var i = 0; i < names.Count; i++)
        {
            var (attribute, value) = (names[i].Value, values[i].Value);
            if (Attributes.Contains(attribute) && (attribute != "href" || LeadsOut(WebUtility.HtmlDecode(value))))
            {
                clean.Append(' ').Append(attribute).Append("=\"").Append(value).Append('"');
            }
        }

        clean.Append(name == "a" ? " rel=\"noopener noreferrer\">" : ">");
    }

    // A relative address would be read from the page's base and mean another thing wherever the text is shown.
    private static bool LeadsOut(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && Schemes.Contains(address.Scheme);

    // As the renderer writes it: names in lower case, values in double quotes, in which the characters that could end them are written out.
    [GeneratedRegex("\\G<(?:(?<end>/)(?<name>[a-z][a-z0-9]*)>|(?<name>[a-z][a-z0-9]*)(?: (?<attribute>[a-z][a-z-]*)=\"(?<value>[^\"<>]*)\")*(?: ?/)?>)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
