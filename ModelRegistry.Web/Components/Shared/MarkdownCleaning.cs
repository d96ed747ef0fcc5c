using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>
/// The second look at what was rendered from a text of others, independent of the first: it is read as a browser would read it, and only what is on
/// the list leaves. The pipeline makes no other tags; so where there is one, somebody found a way around it, and nothing is laid out.
/// </summary>
internal static class MarkdownCleaning
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
        using var document = new HtmlParser().ParseDocument($"<!DOCTYPE html><body>{html}");
        if (document.Head is not { ChildNodes.Length: 0 } || document.Body is not { } body)
        {
            return null;
        }

        foreach (var node in body.GetDescendants())
        {
            switch (node)
            {
                case IElement element when Tags.Contains(element.LocalName) && element.NamespaceUri == NamespaceNames.HtmlUri:
                    Clean(element);
                    break;
                case IText:
                    break;
                default:
                    return null;
            }
        }

        return body.InnerHtml;
    }

    private static void Clean(IElement element)
    {
        for (var i = element.Attributes.Length - 1; i >= 0; i--)
        {
            var attribute = element.Attributes[i]!;
            if (attribute.NamespaceUri is not null || !Attributes.Contains(attribute.Name) || (attribute.Name == "href" && !LeadsOut(attribute.Value)))
            {
                element.RemoveAttribute(attribute.NamespaceUri, attribute.LocalName);
            }
        }

        if (element.LocalName == "a")
        {
            element.SetAttribute("rel", "noopener noreferrer");
        }
    }

    // A relative address would be read from the page's base and mean another thing wherever the text is shown.
    private static bool LeadsOut(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && Schemes.Contains(address.Scheme);
}
