namespace ModelRegistry.Core.Policies;

/// <summary>What evidence gates may ask for, and whether a version has it.</summary>
public static class EvidenceField
{
    public const string Description = "description";
    public const string Owner = "owner";
    public const string Dataset = "dataset";
    public const string Signature = "signature";
    public const string CodeRevision = "codeRevision";
    public const string ApprovedCard = "approvedCard";

    /// <summary>The fields that are named by themselves; tags and sections of the card follow a prefix.</summary>
    public static IReadOnlyList<string> Plain { get; } = [Description, Owner, Dataset, Signature, CodeRevision, ApprovedCard];

    /// <summary>The field in words that begin a phrase.</summary>
    public static string Words(EvidenceGate gate) => gate switch
    {
        { Tag: { } tag } => $"tag {tag}",
        { Section: { } section } => $"card section {section}",
        { Field: Dataset } => "data set digest",
        { Field: CodeRevision } => "code revision",
        { Field: ApprovedCard } => "approved model card",
        _ => gate.Field,
    };

    internal static string? Of(VersionFacts version, EvidenceGate gate) => gate switch
    {
        { Tag: { } tag } => version.Tags.GetValueOrDefault(tag),
        { Section: { } section } => CardSections.Text(version.Card, section),
        { Field: Description } => version.Description,
        { Field: Owner } => version.Owner,
        { Field: Dataset } => version.Dataset?.Digest,
        { Field: Signature } => version.Signature,
        { Field: CodeRevision } => version.CodeRevision,
        { Field: ApprovedCard } => version.CardApproved ? version.Card : null,
        _ => null,
    };
}
