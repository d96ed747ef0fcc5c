namespace ModelRegistry.Core.Models;

/// <summary>How much harm a wrong answer of the model may do, as its card says.</summary>
public enum CardRisk
{
    Low,
    Medium,
    High,
}

/// <summary>
/// What a card says, by its parts. The card itself is Markdown (<see cref="CardMarkdown"/>): a part is what stands under its heading of the first level,
/// and <see cref="Text"/> is all the rest.
/// </summary>
public sealed record CardContent(
    string IntendedUse = "",
    string Limits = "",
    string TrainingData = "",
    string Evaluation = "",
    string Ethics = "",
    CardRisk? Risk = null,
    string RiskReason = "",
    string Owner = "",
    IReadOnlyList<string>? Contacts = null,
    string Text = "")
{
    public const int MostContacts = 50;

    public IReadOnlyList<string> Contacts { get; init; } = Contacts ?? [];
}
