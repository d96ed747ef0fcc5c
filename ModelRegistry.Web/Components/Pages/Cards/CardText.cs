using System.Text;

namespace ModelRegistry.Web.Components.Pages.Cards;

/// <summary>A model card as it is shown.</summary>
public static class CardText
{
    private const string Open = "<!--";
    private const string Close = "-->";

    public static string WithoutComments(string card)
    {
        var shown = new StringBuilder(card.Length);
        var at = 0;
        while (card.IndexOf(Open, at, StringComparison.Ordinal) is >= 0 and var from && card.IndexOf(Close, from, StringComparison.Ordinal) is >= 0 and var to)
        {
            shown.Append(card, at, from - at);
            at = to + Close.Length;
        }

        return shown.Append(card, at, card.Length - at).ToString();
    }
}
