using ModelRegistry.Core.Common;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>
/// Whether a rollback of a stage would work now: the light, since when it shows this colour, and what was found when it was rehearsed last
/// (<see cref="CheckedAt"/> null: never yet). <see cref="Fallback"/> is the version that a rollback would propose.
/// </summary>
public sealed record ReadinessView(
    string Model, string Slot, Readiness State, DateTimeOffset Since, DateTimeOffset? CheckedAt, int? Fallback, string Reason, long Bytes, long Milliseconds)
{
    /// <summary>An older rehearsal than this turns a green light amber.</summary>
    public static readonly TimeSpan Trusted = TimeSpan.FromHours(36);

    /// <summary>What the last rehearsal is worth now; a slot without an occupant has no light.</summary>
    internal static ReadinessView Of(string model, Slot slot, StageReadiness? kept, DateTimeOffset now)
    {
        var moved = slot.MovedAt ?? now;
        if (kept is null)
        {
            return new ReadinessView(model, slot.Name, Readiness.Amber, moved, null, null, "A rollback was not rehearsed yet.", 0, 0);
        }

        var view = new ReadinessView(model, slot.Name, kept.State, kept.Since, kept.CheckedAt, kept.FallbackNumber, kept.Reason, kept.Bytes, kept.Milliseconds);
        if (kept.MovedAt != slot.MovedAt)
        {
            return view with { State = Readiness.Amber, Since = moved, Fallback = null, Reason = "A rollback was not rehearsed since the last move." };
        }

        return view.State == Readiness.Green && now - kept.CheckedAt > Trusted
            ? view with { State = Readiness.Amber, Since = kept.CheckedAt + Trusted, Reason = $"The last rehearsal is older than {Trusted.TotalHours.ToString(PageToken.Culture)} hours." }
            : view;
    }
}

/// <summary>The first stages that are not green, red ones first; <see cref="More"/> when there are others.</summary>
public sealed record ReadinessAttention(IReadOnlyList<ReadinessView> Stages, bool More);
