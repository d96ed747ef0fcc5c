using System.Text;

namespace ModelRegistry.Core.Artifacts;

/// <summary>
/// Full Unicode case folding, which .NET does not offer: one text for all spellings that differ in case or composition.
/// </summary>
internal static class CaseFolding
{
    // The multi-character foldings (status F of the Unicode file CaseFolding.txt) that canonical decomposition does
    // not already yield; the other hundred, such as Greek letters with iota subscript, come out of FormD below.
    private static readonly (string From, string To)[] _expansions =
    [
        ("ß", "ss"), ("\u0149", "\u02BCn"), ("\u0587", "\u0565\u0582"), ("\u1E9A", "a\u02BE"),
        ("\uFB00", "ff"), ("\uFB01", "fi"), ("\uFB02", "fl"), ("\uFB03", "ffi"), ("\uFB04", "ffl"), ("\uFB05", "st"), ("\uFB06", "st"),
        ("\uFB13", "\u0574\u0576"), ("\uFB14", "\u0574\u0565"), ("\uFB15", "\u0574\u056B"), ("\uFB16", "\u057E\u0576"), ("\uFB17", "\u0574\u056D"),
    ];

    public static string Fold(string text)
    {
        // Upper before lower: final sigma, long s and the micro sign meet their plain form only in upper case.
        var folded = text.Normalize(NormalizationForm.FormD).ToUpperInvariant().ToLowerInvariant();
        foreach (var (from, to) in _expansions)
        {
            folded = folded.Replace(from, to, StringComparison.Ordinal);
        }

        return folded.Normalize(NormalizationForm.FormC);
    }
}
