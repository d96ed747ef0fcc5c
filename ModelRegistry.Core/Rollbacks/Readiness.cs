using ModelRegistry.Core.Common;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

public enum Readiness
{
    /// <summary>The fallback was rehearsed: every check passes.</summary>
    Green,

    /// <summary>
    /// It would work, with something to know first: a candidate that is passed over, a quarantine of what is there now; or the rehearsal is too old to
    /// trust.
    /// </summary>
    Amber,

    /// <summary>There is nothing to go back to.</summary>
    Red,
}

/// <summary>The last rehearsal of a rollback of one stage: every check, no move.</summary>
[NotInLedger("found anew by the next rehearsal")]
public sealed class StageReadiness
{
    public const int ReasonMaxLength = 1_000;

    public Guid SlotId { get; init; }

    [NotInLedger("told by an event when it changes", Compared = true)]
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
            return new ReadinessView(model, slot.Name, Readiness.Amber, moved, null, null, "Whether it can go back was not checked yet.", 0, 0);
        }

        var view = new ReadinessView(model, slot.Name, kept.State, kept.Since, kept.CheckedAt, kept.FallbackNumber, kept.Reason, kept.Bytes, kept.Milliseconds);
        if (kept.MovedAt != slot.MovedAt)
        {
            return view with
            {
                State = Readiness.Amber,
                Since = moved,
                Fallback = null,
                Reason = "Whether it can go back was not checked since the last move.",
            };
        }

        return view.State == Readiness.Green && now - kept.CheckedAt > Trusted
            ? view with
            {
                State = Readiness.Amber,
                Since = kept.CheckedAt + Trusted,
                Reason = $"The last check is older than {Trusted.TotalHours.ToString(PageToken.Culture)} hours."
            }
            : view;
    }
}

/// <summary>The first stages that are not green, red ones first; <see cref="More"/> when there are others.</summary>
public sealed record ReadinessAttention(IReadOnlyList<ReadinessView> Stages, bool More);

/// <summary>What a rehearsal came to: a pure function of what was read and of the re-hashes of candidates.</summary>
internal sealed record ReadinessLight(Readiness State, int? Fallback, string Reason, long Bytes, long Milliseconds)
{
    /// <summary>Something is wrong that people should hear of, whether or not there is another way back.</summary>
    public bool IsAlarming { get; private init; }

    /// <summary>The candidate whose files have to be read before the light is known; null when those that were read say it.</summary>
    public static FormerOccupant? ToHash(CandidateList list, IReadOnlyDictionary<Guid, Rehash> rehashed)
    {
        foreach (var former in list.Past.Proposable)
        {
            if (former.Version.MayEnter && !rehashed.ContainsKey(former.Version.Id))
            {
                return former;
            }

            if (Failed(list, former, rehashed) is null)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>
    /// Of a slot that has an occupant: green when the first candidate passes every check, amber when another would be taken or something should be
    /// known first, red when there is nothing to go back to.
    /// </summary>
    public static ReadinessLight Of(CandidateList list, IReadOnlyDictionary<Guid, Rehash> rehashed)
    {
        var past = list.Past;
        var light = new ReadinessLight(Readiness.Green, past.Fallback?.Number, "", 0, 0);
        if (past.Fallback is null)
        {
            return Alone(light, past);
        }

        var (skipped, taken) = Choose(list, rehashed);
        if (taken is null)
        {
            var (bytes, time) = rehashed.GetValueOrDefault(past.Fallback.Version.Id) is { } read ? (read.Bytes, read.Milliseconds) : (0, 0);
            return light with
            {
                State = Readiness.Red,
                IsAlarming = true,
                Bytes = bytes,
                Milliseconds = time,
                Reason = $"{skipped[0]} Nothing else could be proposed."
            };
        }

        var rehash = rehashed.GetValueOrDefault(taken.Version.Id);
        light = light with { Fallback = taken.Number, Bytes = rehash?.Bytes ?? 0, Milliseconds = rehash?.Milliseconds ?? 0 };
        List<string> known = [.. Occupant(past)];
        if (skipped.Count > 0)
        {
            known.Add($"It would go back to v{taken.Number.Text()}.");
            known.AddRange(skipped.Select(sentence => $"It passes over {sentence}"));
        }

        known.AddRange(Checks(list, taken, rehash).Where(check => check.Outcome == CheckOutcome.Warning).Take(1)
            .Select(warning => $"v{taken.Number.Text()}: {warning.Detail}"));
        return known.Count == 0 ? light : light with
        {
            State = Readiness.Amber,
            Reason = string.Join(' ', known),
            IsAlarming = skipped.Count > 0 || past.Occupant!.Quarantined,
        };
    }

    private static IEnumerable<string> Occupant(SlotPast past) =>
        past.Occupant!.Quarantined ? [$"The files of v{past.Occupant.Number.Text()}, which is there now, are quarantined."] : [];

    /// <summary>The first candidate that passes, and why those before it do not; one that was not read cannot be taken.</summary>
    private static (List<string> Skipped, FormerOccupant? Taken) Choose(CandidateList list, IReadOnlyDictionary<Guid, Rehash> rehashed)
    {
        List<string> skipped = [];
        foreach (var former in list.Past.Proposable)
        {
            if (Failed(list, former, rehashed) is { } failed)
            {
                skipped.Add($"v{former.Number.Text()}: {failed.Detail}");
            }
            else
            {
                return (skipped, rehashed.ContainsKey(former.Version.Id) ? former : null);
            }
        }

        return (skipped, null);
    }

    private static PreCheck? Failed(CandidateList list, FormerOccupant former, IReadOnlyDictionary<Guid, Rehash> rehashed) =>
        Checks(list, former, rehashed.GetValueOrDefault(former.Version.Id)).FirstOrDefault(check => !check.Ok);

    private static IReadOnlyList<PreCheck> Checks(CandidateList list, FormerOccupant former, Rehash? rehash) =>
        CandidateChecks.Of(list.Past, former, list.Looks.Of(former.Version), rehash, list.Signatures.GetValueOrDefault(former.Version.Id));

    private static ReadinessLight Alone(ReadinessLight light, SlotPast past) => (past.HadOthers, past.Former) switch
    {
        (false, _) => light with { State = Readiness.Amber, Reason = $"v{past.Occupant!.Number.Text()} is the first version there: it can only be taken out." },
        (_, [{ NotProposed: { } why } last, ..]) =>
            light with
            {
                State = Readiness.Red,
                IsAlarming = true,
                Reason = $"None of the versions that were there before can be proposed. v{last.Number.Text()}: {why}"
            },
        _ => light with { State = Readiness.Red, IsAlarming = true, Reason = "The versions that were there before were deleted." },
    };
}
