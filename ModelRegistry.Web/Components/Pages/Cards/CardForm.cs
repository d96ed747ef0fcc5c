using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Web.Components.Pages.Cards;

/// <summary>A card while somebody edits it: by its parts or as one text, whichever was edited last.</summary>
public sealed class CardForm
{
    private string _read = "";

    private CardForm()
    {
    }

    public string IntendedUse { get; set; } = "";

    public string Limits { get; set; } = "";

    public string TrainingData { get; set; } = "";

    public string Evaluation { get; set; } = "";

    public string Ethics { get; set; } = "";

    public CardRisk? Risk { get; set; }

    public string RiskReason { get; set; } = "";

    public string Owner { get; set; } = "";

    /// <summary>One a line.</summary>
    public string Contacts { get; set; } = "";

    public string Text { get; set; } = "";

    /// <summary>The whole card, as it is typed when it is edited as one text.</summary>
    public string Markdown { get; set; } = "";

    /// <summary>The version that is edited.</summary>
    public int Version { get; private init; }

    /// <summary>Why what was typed could not be kept.</summary>
    public RegistryException? Refusal { get; set; }

    public bool AsText { get; private set; }

    public static CardForm Of(string markdown, int version)
    {
        var form = new CardForm { Markdown = markdown, Version = version };
        form.ReadParts();
        return form;
    }

    /// <summary>Goes over to the other way of editing with what was typed so far.</summary>
    public void Edit(bool asText)
    {
        if (asText && !AsText)
        {
            Markdown = Whole();
        }
        else if (!asText && AsText)
        {
            ReadParts();
        }

        AsText = asText;
    }

    /// <summary>The card as it would be.</summary>
    public string Whole() => AsText || IsAsRead ? Markdown : CardMarkdown.Write(Parts());

    /// <summary>By its parts only where they were edited: a text that nobody touched stays as it was written, to the letter.</summary>
    public CardEdit ToEdit() => AsText || IsAsRead ? new CardEdit(Markdown, Version: Version) : new CardEdit(Content: Parts(), Version: Version);

    public string? ErrorOf(string part) => Refusal?.Field == $"content.{part}" ? Refusal.Message : null;

    private void ReadParts()
    {
        var content = CardMarkdown.Read(Markdown);
        (IntendedUse, Limits, TrainingData, Evaluation, Ethics) =
            (content.IntendedUse, content.Limits, content.TrainingData, content.Evaluation, content.Ethics);
        (Risk, RiskReason, Owner, Text) = (content.Risk, content.RiskReason, content.Owner, content.Text);
        Contacts = string.Join('\n', content.Contacts);
        _read = CardMarkdown.Write(Parts());
    }

    private bool IsAsRead => CardMarkdown.Write(Parts()) == _read;

    private CardContent Parts() => new(IntendedUse, Limits, TrainingData, Evaluation, Ethics, Risk, RiskReason, Owner,
        [.. Contacts.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)], Text);
}
