using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Web.Components.Pages.Rollbacks;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>What the dialog is about to ask for, without a page around it.</summary>
public sealed class RollbackDraftTests
{
    [Theory]
    [InlineData(CheckOutcome.Ok, true)]
    [InlineData(CheckOutcome.Warning, false)] // the same files as what goes: a quarantine would hold both
    public void The_quarantine_is_asked_for_only_where_it_can_be_set(CheckOutcome quarantine, bool asked)
    {
        var draft = Shown(quarantine);

        Assert.Equal(asked, draft.Quarantine);
        draft.Quarantine = true;
        Assert.Equal(asked, draft.Quarantine);
        Assert.Equal(asked, draft.ToCommand().Quarantine);
        draft.Quarantine = false;
        Assert.False(draft.Quarantine);
    }

    [Fact]
    public void Rolling_forward_asks_for_none_unless_it_is_ticked()
    {
        var draft = Shown(CheckOutcome.Ok, forward: 2);

        Assert.False(draft.Quarantine);
        draft.Quarantine = true;
        Assert.True(draft.Quarantine);
    }

    private static RollbackDraft Shown(CheckOutcome quarantine, int? forward = null)
    {
        var at = DateTimeOffset.UnixEpoch;
        var candidate = new RollbackCandidate(2, at, at, "ann@example.test", MoveKind.Promotion, 7, Proposed: true, null, NeedsEmergency: false,
            [new PreCheck(PreCheckNames.Quarantine, quarantine, "")], Ok: true, 1, 1, 1);
        var draft = new RollbackDraft();
        draft.Show(new RollbackPreview("fraud", Stage.Production, SlotKind.Stage, 3, at, [candidate], false, null, null, false, forward, null, [], null), null);
        return draft;
    }
}
