using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>The state of a check, for people.</summary>
internal static class CheckWords
{
    public static string Of(CheckState state) => state switch
    {
        CheckState.Success => "passed",
        CheckState.Failure => "failed",
        CheckState.Pending => "running",
    };

    public static ChipKind KindOf(CheckState state) => state switch
    {
        CheckState.Success => ChipKind.Good,
        CheckState.Failure => ChipKind.Bad,
        CheckState.Pending => ChipKind.Warn,
    };
}
