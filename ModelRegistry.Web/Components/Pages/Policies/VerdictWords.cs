using ModelRegistry.Core.Policies;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Policies;

/// <summary>A verdict as a chip shows it: its shape and its word.</summary>
internal static class VerdictWords
{
    public static ChipKind Kind(Verdict verdict) => verdict switch
    {
        Verdict.Pass => ChipKind.Good,
        Verdict.Fail => ChipKind.Bad,
        Verdict.Missing or Verdict.NotComparable => ChipKind.Warn,
    };

    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "Pass",
        Verdict.Fail => "Fail",
        Verdict.Missing => "Missing",
        Verdict.NotComparable => "Not comparable",
    };
}
