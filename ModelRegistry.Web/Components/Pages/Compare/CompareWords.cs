using ModelRegistry.Core.Compare;

namespace ModelRegistry.Web.Components.Pages.Compare;

/// <summary>What changed between signatures and environments, for people.</summary>
internal static class CompareWords
{
    public static string Of(SignatureVerdict verdict) => verdict switch
    {
        SignatureVerdict.Same => "the same",
        SignatureVerdict.Compatible => "compatible: no caller notices",
        SignatureVerdict.Noticeable => "compatible, but some calls mean something else",
        SignatureVerdict.Breaking => "breaking",
        SignatureVerdict.Unknown => "not known, because one of the two declares none",
    };

    public static string Of(SignatureSide side) => side switch
    {
        SignatureSide.Input => "input",
        SignatureSide.Output => "output",
        SignatureSide.Param => "parameter",
    };

    public static string? Of(RequirementChange change) => change switch
    {
        RequirementChange.Same => null,
        RequirementChange.Added => "added",
        RequirementChange.Removed => "removed",
        RequirementChange.Newer => "newer",
        RequirementChange.Older => "older",
        RequirementChange.Changed => "changed",
        RequirementChange.Unknown => "not known",
    };
}
