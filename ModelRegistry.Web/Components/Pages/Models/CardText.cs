using System.Text;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>A model card as it is begun and as it is shown.</summary>
public static class CardText
{
    /// <summary>The sections that a reviewer looks for; their hints are comments, which are not shown.</summary>
    public const string Template = """
        # Intended use

        <!-- What it is for, who uses it, and what it must not be used for. -->

        # Training data

        <!-- Where the data comes from, what period and whom it covers, what was left out. -->

        # Evaluation

        <!-- On which data, by which metrics, and how it does for the groups that matter. -->

        # Limits

        <!-- Where it fails, what it was never tested on, and what to watch in production. -->

        """;

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
