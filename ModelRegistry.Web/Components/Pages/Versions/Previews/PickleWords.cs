using ModelRegistry.Core.Artifacts.Previews;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Versions.Previews;

/// <summary>The verdicts on a pickle in words. None of them is green and none says "safe": a list of names is not what code does.</summary>
internal static class PickleWords
{
    public static (string Title, ChipKind Kind, string Sentence) Of(PickleVerdict verdict) => verdict switch
    {
        PickleVerdict.OnlyKnownImports => ("Only known imports", ChipKind.Neutral,
            "Everything was followed, and each name that loading imports is one of the usual libraries. That is no proof: loading still runs their code."),
        PickleVerdict.UnknownImports => ("Unknown imports", ChipKind.Warn,
            "Everything was followed; some names that loading imports are on no list. Look at them before you load the file."),
        PickleVerdict.NotFullyUnderstood => ("Not fully understood", ChipKind.Warn,
            "Some of it could not be followed, so loading may import names that are not listed here."),
        PickleVerdict.KnownDangerous => ("Known dangerous", ChipKind.Bad,
            "Loading this file imports names that run programs or code, open files or connections, or hide what they import. Do not load it."),
    };

    public static (string Text, ChipKind Kind) Of(PickleStanding standing) => standing switch
    {
        PickleStanding.Known => ("known", ChipKind.Neutral),
        PickleStanding.Unknown => ("unknown", ChipKind.Warn),
        PickleStanding.Dangerous => ("dangerous", ChipKind.Bad),
    };

    /// <summary>What the file is, in one line.</summary>
    public static string About(PickleScan scan) => string.Join(" · ", new[]
    {
        $"{(scan.Pickles == 1 ? "1 pickle" : $"{ShownCount(scan.Pickles)} pickles")}{(scan.Container is { } container ? $" in {container}" : "")}",
        $"protocol {ShownCount(scan.Protocol)}",
        $"{ShownCount(scan.Acts.Calls)} calls",
        $"{ShownCount(scan.Acts.StatesSet)} states set",
        scan.Acts.OutsideReferences > 0 ? $"{ShownCount(scan.Acts.OutsideReferences)} references to objects elsewhere" : null,
    }.OfType<string>());

    private static string ShownCount(long count) => count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
