using System.Globalization;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Web.Components.Pages.Slots;

/// <summary>A stay that began with a rollback: what it came back from, and whether it took a rollback back.</summary>
public sealed record RollbackMark(int? From, bool IsForward, long? Number)
{
    /// <summary>"rolled back from v9 by …, rollback #7".</summary>
    public string Sentence(string by) => string.Create(CultureInfo.InvariantCulture,
        $"rolled {(IsForward ? "forward" : "back")}{(From is { } from ? $" from v{from}" : "")} by "
            + $"{by}{(Number is { } number ? $", rollback #{number}" : "")}");
}

/// <summary>Finds the rollbacks among the stays of slots.</summary>
public static class RollbackMarks
{
    /// <summary>
    /// The stays that began with a rollback. Going forward is coming back to what the rollback before removed; taking that back is a rollback again.
    /// </summary>
    public static IReadOnlyDictionary<SlotStayView, RollbackMark> Of(IEnumerable<SlotStayView> stays)
    {
        Dictionary<SlotStayView, RollbackMark> marks = [];
        foreach (var slot in stays.GroupBy(stay => stay.Slot))
        {
            SlotStayView? before = null;
            foreach (var stay in slot.OrderBy(stay => stay.Since))
            {
                if (stay.Via == MoveKind.Rollback)
                {
                    var left = before is not null && before.Until == stay.Since ? before : null;
                    var undone = left is null ? null : marks.GetValueOrDefault(left);
                    marks[stay] = new RollbackMark(left?.Version, undone is { IsForward: false } && undone.From == stay.Version, stay.RollbackId);
                }

                before = stay;
            }
        }

        return marks;
    }
}
