using ModelRegistry.Core.Slots;
using ModelRegistry.Web.Components.Pages.Slots;

namespace ModelRegistry.Tests.Slots;

/// <summary>Which stays of a timeline began with a rollback, and whether it went back or forward.</summary>
public sealed class RollbackMarksTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Back_forward_and_back_again_are_told_apart()
    {
        var stays = Stays((1, MoveKind.Promotion), (2, MoveKind.Promotion), (1, MoveKind.Rollback), (2, MoveKind.Rollback), (1, MoveKind.Rollback),
            (3, MoveKind.Promotion));

        var marks = RollbackMarks.Of(stays.Reverse());

        Assert.Equal(["rolled back from v2 by ann, rollback #2", "rolled forward from v1 by ann, rollback #3", "rolled back from v2 by ann, rollback #4"],
            stays.Where(marks.ContainsKey).Select(stay => marks[stay].Sentence(stay.By)));
    }

    [Fact]
    public void Further_back_after_a_rollback_is_no_way_forward()
    {
        var stays = Stays((1, MoveKind.Promotion), (2, MoveKind.Promotion), (3, MoveKind.Promotion), (2, MoveKind.Rollback), (1, MoveKind.Rollback));

        Assert.All(RollbackMarks.Of(stays).Values, mark => Assert.False(mark.IsForward));
    }

    [Fact]
    public void Without_the_stay_before_it_only_says_that_it_was_a_rollback()
    {
        var stay = Stays((1, MoveKind.Rollback))[0];

        Assert.Equal("rolled back by ann, rollback #0", RollbackMarks.Of([stay])[stay].Sentence("ann"));
    }

    private static SlotStayView[] Stays(params (int Version, MoveKind Via)[] moves) =>
    [
        .. moves.Select((move, i) => new SlotStayView(Stage.Production, SlotKind.Stage, move.Version, Start.AddHours(i),
            i == moves.Length - 1 ? null : Start.AddHours(i + 1), "ann", move.Via, null, null,
            move.Via == MoveKind.Rollback ? i : null, null)),
    ];
}
