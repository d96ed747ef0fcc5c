using ModelRegistry.Core.Common;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

public enum Readiness
{
    /// <summary>The fallback was rehearsed: every check passes.</summary>
    Green,

    /// <summary>It would work, with something to know first; or the rehearsal is too old to trust.</summary>
    Amber,

    /// <summary>A rollback to the fallback would be refused, or there is nothing to go back to.</summary>
    Red,
}

/// <summary>The last rehearsal of a rollback of one stage: every check, no move.</summary>
public sealed class StageReadiness
{
    public const int ReasonMaxLength = 1_000;

    public Guid SlotId { get; init; }

    public Readiness State { get; internal set; }

    /// <summary>Since when the light shows this colour.</summary>
    public DateTimeOffset Since { get; internal set; }

    public DateTimeOffset CheckedAt { get; internal set; }

    /// <summary>The move of the slot that was the last one at the rehearsal; another by now: the light says nothing about it.</summary>
    public DateTimeOffset MovedAt { get; internal set; }

    /// <summary>The version that a rollback would propose; null when there is none.</summary>
    public int? FallbackNumber { get; internal set; }

    /// <summary>What is wrong or worth knowing, as a sentence; empty when green.</summary>
    public string Reason { get; internal set; } = "";

    public long Bytes { get; internal set; }

    /// <summary>How long the files took to be re-hashed: what a rollback would take.</summary>
    public long Milliseconds { get; internal set; }
}

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
            ? view with { State = Readiness.Amber, Since = kept.CheckedAt + Trusted,
                Reason = $"The last rehearsal is older than {Trusted.TotalHours.ToString(PageToken.Culture)} hours." }
            : view;
    }
}

/// <summary>The first stages that are not green, red ones first; <see cref="More"/> when there are others.</summary>
public sealed record ReadinessAttention(IReadOnlyList<ReadinessView> Stages, bool More);

/// <summary>What a rehearsal came to: a pure function of what was read and of the re-hash of the fallback.</summary>
internal sealed record ReadinessLight(Readiness State, int? Fallback, string Reason, long Bytes, long Milliseconds)
{
    /// <summary>Of a slot that has an occupant.</summary>
    public static ReadinessLight Of(CandidateList list, Rehash? rehash)
    {
        var (past, fallback) = (list.Past, list.Past.Fallback);
        var light = new ReadinessLight(Readiness.Green, fallback?.Number, "", rehash?.Bytes ?? 0, rehash?.Milliseconds ?? 0);
        if (past.Occupant!.Quarantined)
        {
            return light with { State = Readiness.Red, Reason = $"The files of v{past.Occupant.Number.Text()}, which is there now, are quarantined." };
        }

        if (fallback is null)
        {
            return Alone(light, past);
        }

        var checks = CandidateChecks.Of(past, fallback, list.Looks.Of(fallback.Version), rehash, list.Signatures.GetValueOrDefault(fallback.Version.Id));
        if (checks.FirstOrDefault(check => !check.Ok) is { } failed)
        {
            var next = past.Proposed(list.Looks.Unfit.Append(fallback.Version.Id).ToHashSet());
            return light with { State = Readiness.Red,
                Reason = $"v{fallback.Number.Text()}: {failed.Detail} "
                + $"{(next is null ? "Nothing else could be proposed." : $"Next would be v{next.Number.Text()}.")}" };
        }

        return checks.FirstOrDefault(check => check.Outcome == CheckOutcome.Warning) is { } warning
            ? light with { State = Readiness.Amber, Reason = $"v{fallback.Number.Text()}: {warning.Detail}" }
            : light;
    }

    private static ReadinessLight Alone(ReadinessLight light, SlotPast past) => (past.HadOthers, past.Former) switch
    {
        (false, _) => light with { State = Readiness.Amber, Reason = $"v{past.Occupant!.Number.Text()} is the first version there: it can only be taken out." },
        (_, [{ NotProposed: { } why } last, ..]) =>
            light with { State = Readiness.Red, Reason = $"None of the versions that were there before can be proposed. v{last.Number.Text()}: {why}" },
        _ => light with { State = Readiness.Red, Reason = "The versions that were there before were deleted." },
    };
}
