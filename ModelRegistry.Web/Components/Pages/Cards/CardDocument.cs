using System.Globalization;
using System.Net;
using ModelRegistry.Core.Cards;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Cards;

/// <summary>A card as one HTML file that needs nothing else: to keep, to send, and to print (to PDF) from any browser. Nothing in it runs.</summary>
internal static class CardDocument
{
    public const string ContentType = "text/html; charset=utf-8";

    public const string ContentPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private const string Style = """
        body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 11pt/1.5 system-ui, sans-serif; color: #1a1d21; overflow-wrap: anywhere; }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
        h2 { font-size: 1.15rem; margin: 1.6rem 0 .3rem; break-after: avoid; }
        h3, h4, h5, h6 { font-size: 1rem; margin: 1.2rem 0 .2rem; break-after: avoid; }
        .state { color: #4a5058; border-bottom: 1px solid #c9ced6; padding-bottom: .8rem; }
        table { border-collapse: collapse; } th, td { border: 1px solid #c9ced6; padding: .25rem .5rem; text-align: left; }
        pre { white-space: pre-wrap; background: #f4f5f7; padding: .5rem; } a { color: inherit; }
        @page { margin: 18mm; } @media print { body { margin: 0; max-width: none; padding: 0; } }
        """;

    public static string Of(CardView card)
    {
        var title = $"Model card of {card.Model}";
        var text = CardText.WithoutComments(card.Markdown);
        var body = string.IsNullOrWhiteSpace(text) ? "<p>Nobody wrote a card.</p>" : MarkdownText.Html(text, below: 1);
        return $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Encode(title)}</title><style>{Style}</style></head>
            <body>
            <h1>{Encode(title)}</h1>
            <p class="state">{Encode(State(card))}</p>
            {body}
            </body>
            </html>
            """;
    }

    /// <summary>As a file whose name holds nothing but plain letters.</summary>
    public static string Disposition(CardView card) => string.Create(CultureInfo.InvariantCulture,
        $"attachment; filename=\"{string.Concat(card.Model.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'))}-card-v{card.Version}.html\"");

    private static string State(CardView card) => card.State == CardState.None ? "No card" : string.Create(CultureInfo.InvariantCulture,
        $"Version {card.Version}, written by {card.WrittenBy} on {card.WrittenAt:yyyy-MM-dd HH:mm} UTC. ")
        + (card.State == CardState.Approved
            ? string.Create(CultureInfo.InvariantCulture, $"Approved by {card.ApprovedBy} on {card.ApprovedAt:yyyy-MM-dd HH:mm} UTC.")
            : "A draft: nobody approved it.");

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
