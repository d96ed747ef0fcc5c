using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Models;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Cards;

/// <summary>States and ratings of cards in words.</summary>
internal static class CardWords
{
    public static (string Text, ChipKind Kind) Of(CardState state) => state switch
    {
        CardState.None => ("No card", ChipKind.Neutral),
        CardState.Draft => ("Draft", ChipKind.Warn),
        CardState.Approved => ("Approved", ChipKind.Good),
    };

    public static string Of(CardWay way) => way switch
    {
        CardWay.Parts => "By parts",
        CardWay.Text => "As one text",
        CardWay.Preview => "Preview",
    };

    public static (string Text, ChipKind Kind) Of(CardRisk risk) => risk switch
    {
        CardRisk.Low => ("Low risk", ChipKind.Neutral),
        CardRisk.Medium => ("Medium risk", ChipKind.Neutral),
        CardRisk.High => ("High risk", ChipKind.Warn),
    };
}
