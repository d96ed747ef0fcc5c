using ModelRegistry.Core.Slots;

namespace ModelRegistry.Web.Components.Pages.Promotions;

/// <summary>The stages that a version can be promoted to, and the one that comes next on its way.</summary>
public sealed record PromotionTargets(IReadOnlyList<SlotView> Stages, string? Next)
{
    /// <summary>
    /// Without a version: the stages that can be emptied. The next stage is the first one behind the furthest that the version
    /// has been in; where there is none behind, the first that it is not in.
    /// </summary>
    public static PromotionTargets Of(int? version, IReadOnlyList<SlotView> slots, SlotTimeline history)
    {
        var stages = slots.Where(slot => slot.Kind == SlotKind.Stage).ToList();
        if (version is null)
        {
            var occupied = stages.Where(stage => stage.Version is not null).ToList();
            return new PromotionTargets(occupied, occupied.FirstOrDefault()?.Slot);
        }

        var furthest = stages.FindLastIndex(stage => history.Lanes.Any(lane => lane.Slot == stage.Slot && lane.Stays.Any(stay => stay.Version == version)));
        var free = stages.Where(stage => stage.Version != version).ToList();
        var next = stages.Skip(furthest + 1).FirstOrDefault(stage => stage.Version != version) ?? free.FirstOrDefault();
        return new PromotionTargets(free, next?.Slot);
    }
}
