using ModelRegistry.Core.Slots;
using ModelRegistry.Web.Components.Pages.Promotions;
using MudBlazor;

namespace ModelRegistry.Web.Components.Pages.Quarantines;

/// <summary>Asks for the reason of a quarantine or a release, with what follows from it.</summary>
internal static class QuarantineActs
{
    public static Task<string?> AskToSetAsync(IDialogService dialogs, string name) => ReasonDialog.AskAsync(dialogs, $"Quarantine {name}",
        "Its bytes enter no stage until a reviewer releases them: under this number, under any other, and in every model. Nothing moves: a slot that has "
            + "them keeps them and shows it.",
        "Quarantine", required: true, SlotInterval.ReasonMaxLength);

    public static Task<string?> AskToReleaseAsync(IDialogService dialogs, string name) => ReasonDialog.AskAsync(dialogs, $"Release {name}",
        "Every quarantine of these bytes ends, wherever it was set. An approved request that waited for this does not execute by itself.",
        "Release", required: true, SlotInterval.ReasonMaxLength);
}
