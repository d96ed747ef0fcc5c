namespace ModelRegistry.Core.Policies;

/// <summary>What evidence gates may ask for, and whether a version has it.</summary>
public static class EvidenceField
{
    public const string Description = "description";
    public const string Owner = "owner";
    public const string Dataset = "dataset";
    public const string Signature = "signature";
    public const string CodeRevision = "codeRevision";
    public const string TagPrefix = "tag:";
    public const string CardPrefix = "card:";

    /// <summary>The fields that are named by themselves; tags and sections of the card follow a prefix.</summary>
    public static IReadOnlyList<string> Plain { get; } = [Description, Owner, Dataset, Signature, CodeRevision];

    /// <summary>The tag that a gate names; null when it asks for something else.</summary>
    public static string? Tag(string field) => After(field, TagPrefix);

    /// <summary>The section of the card that a gate names; null when it asks for something else.</summary>
    public static string? Section(string field) => After(field, CardPrefix);

    /// <summary>The field in words that begin a phrase.</summary>
    public static string Words(string field) => field switch
    {
        Dataset => "data set digest",
        CodeRevision => "code revision",
        _ when Tag(field) is { } tag => $"tag {tag}",
        _ when Section(field) is { } section => $"card section {section}",
        _ => field,
    };

    internal static string? Of(VersionFacts version, string field) => field switch
    {
        Description => version.Description,
        Owner => version.Owner,
        Dataset => version.Dataset?.Digest,
        Signature => version.Signature,
        CodeRevision => version.CodeRevision,
        _ when Tag(field) is { } tag => version.Tags.GetValueOrDefault(tag),
        _ when Section(field) is { } section => CardSections.Text(version.Card, section),
        _ => null,
    };

    private static string? After(string field, string prefix) => field.StartsWith(prefix, StringComparison.Ordinal) ? field[prefix.Length..] : null;
}
