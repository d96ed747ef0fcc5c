namespace ModelRegistry.Web.Components.Pages.Cards;

/// <summary>What the editor of a card shows.</summary>
internal enum CardWay
{
    Parts,
    Text,
    Preview,
}
