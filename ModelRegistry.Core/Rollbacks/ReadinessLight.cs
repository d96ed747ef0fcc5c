using ModelRegistry.Core.Common;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

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
            return light with { State = Readiness.Red, Reason = $"v{fallback.Number.Text()}: {failed.Detail} {(next is null ? "Nothing else could be proposed." : $"Next would be v{next.Number.Text()}.")}" };
        }

        return checks.FirstOrDefault(check => check.Outcome == CheckOutcome.Warning) is { } warning
            ? light with { State = Readiness.Amber, Reason = $"v{fallback.Number.Text()}: {warning.Detail}" }
            : light;
    }

    private static ReadinessLight Alone(ReadinessLight light, SlotPast past) => (past.HadOthers, past.Former) switch
    {
        (false, _) => light with { State = Readiness.Amber, Reason = $"v{past.Occupant!.Number.Text()} is the first version there: it can only be taken out." },
        (_, [{ NotProposed: { } why } last, ..]) => light with { State = Readiness.Red, Reason = $"None of the versions that were there before can be proposed. v{last.Number.Text()}: {why}" },
        _ => light with { State = Readiness.Red, Reason = "The versions that were there before were deleted." },
    };
}
