using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// Lays the moves of one slot that the audit trail tells beside the stays and the row that the database keeps, one move at a time:
/// both must say the same to the millisecond.
/// </summary>
internal sealed class SlotReplay(FindingLog log, string model, Slot slot, StayCursor stays)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private RecordedMove? _last;
    private SlotInterval? _open;
    private SlotInterval? _previous;
    private DateTimeOffset? _emptiedAt;

    public async Task ApplyAsync(RecordedMove move, CancellationToken ct)
    {
        if (move.From != _last?.To)
        {
            log.Error("move_differs", $"The audit trail moves {Name} from {Version(move.From)}, though {Version(_last?.To)} was there.", At(move.Seq));
        }

        await SkipUnrecordedAsync(move.At, ct);
        CloseBy(move);
        _last = move;
        if (move.To is null)
        {
            _emptiedAt = move.At;
            return;
        }

        var next = await stays.PeekAsync(ct);
        if (next is null || next.Stay.From != move.At)
        {
            log.Error("stay_missing", $"{Version(move.To)} came into {Name} at {AuditBody.TimeText(move.At)}, but the history of the slot has no stay that "
                + "begins then.", At(move.Seq));
            return;
        }

        await stays.TakeAsync(ct);
        Open(next, move);
    }

    public async Task FinishAsync(CancellationToken ct)
    {
        await SkipUnrecordedAsync(DateTimeOffset.MaxValue, ct);
        if (_open is { Until: { } until })
        {
            log.Error("stay_differs", $"The stay of {Version(_open.VersionNumber)} in {Name} ends at {AuditBody.TimeText(until)}, but no move ended it.",
                At(_last?.Seq));
        }

        CheckRow();
    }

    private string Name => $"{slot.Name} of {model}";

    private Place At(long? seq) => new(model, Slot: slot.Name, Seq: seq);

    private void CloseBy(RecordedMove move)
    {
        if (_open is not null && (_open.Until != move.At || _open.LeftVia != move.Via || _open.LeftByName != move.ByName))
        {
            log.Error("stay_differs", $"The stay of {Version(_open.VersionNumber)} in {Name} ends {Ending(_open)}, but the audit trail ends it at "
                + $"{AuditBody.TimeText(move.At)}.", At(move.Seq));
        }

        _open = null;
    }

    private void Open(ReferredStay next, RecordedMove move)
    {
        var stay = next.Stay;
        CheckSpan(stay);
        if ((stay.VersionNumber, stay.Via,
            stay.RequestNumber, stay.RollbackNumber, stay.ByName) != (move.To, move.Via, move.Request, move.Rollback, move.ByName)
            || stay.Reason != move.Reason)
        {
            log.Error("stay_differs", $"The stay of {Version(stay.VersionNumber)} in {Name} from {AuditBody.TimeText(stay.From)} is not what the audit "
                + $"trail recorded ({Version(move.To)}, {move.Via}, by {move.ByName}).", At(move.Seq));
        }

        CheckReferences(next);
        (_open, _previous) = (stay, stay);
    }

    private async Task SkipUnrecordedAsync(DateTimeOffset until, CancellationToken ct)
    {
        while (await stays.PeekAsync(ct) is { } next && next.Stay.From < until)
        {
            await stays.TakeAsync(ct);
            CheckSpan(next.Stay);
            log.Error("stay_unrecorded", $"The history of {Name} has a stay of {Version(next.Stay.VersionNumber)} from {AuditBody.TimeText(next.Stay.From)} "
                + "that the audit trail knows nothing of.", At(null));
            _previous = next.Stay;
        }
    }

    /// <summary>Against the stay before it: no overlap, no gap but where a move emptied the slot, a millisecond at least.</summary>
    private void CheckSpan(SlotInterval stay)
    {
        if (stay.Until - stay.From < Shortest)
        {
            log.Error("stay_too_short", $"The stay of {Version(stay.VersionNumber)} in {Name} from {AuditBody.TimeText(stay.From)} lasts less than a "
                + "millisecond.", At(null));
        }

        if (_previous is null)
        {
            return;
        }

        if (_previous.Until is null || _previous.Until > stay.From)
        {
            log.Error("stays_overlap", $"{Version(_previous.VersionNumber)} and {Version(stay.VersionNumber)} were in {Name} at the same time from "
                + $"{AuditBody.TimeText(stay.From)}.", At(null));
        }
        else if (_previous.Until < stay.From && _previous.Until != _emptiedAt)
        {
            log.Error("stays_gap", $"Nothing was in {Name} from {AuditBody.TimeText(_previous.Until.Value)} to {AuditBody.TimeText(stay.From)}, though no "
                + "move emptied it.", At(null));
        }
    }

    /// <summary>A stay names the version it is of, and what brought it there.</summary>
    private void CheckReferences(ReferredStay next)
    {
        var stay = next.Stay;
        if (next.Version is not { } version || version.ModelId != slot.ModelId || version.Number != stay.VersionNumber)
        {
            log.Error("stay_of_other_version",
                $"The stay of {Version(stay.VersionNumber)} in {Name} from {AuditBody.TimeText(stay.From)} points at another version.", At(null));
        }

        var byRequest = stay.Via is MoveKind.Promotion or MoveKind.BreakGlass || stay.RequestNumber is not null;
        if (byRequest && !IsOf(next.Request, stay) && !(stay.Via == MoveKind.BreakGlass && stay.RequestNumber is null && IsOf(next.Rollback, stay)))
        {
            log.Error("stay_unapproved", $"{Version(stay.VersionNumber)} came into {Name} at {AuditBody.TimeText(stay.From)} by {stay.Via}, but "
                + $"{(stay.RequestNumber is { } number ? $"request #{number} did not bring it there" : "no request brought it there")}.", At(null));
        }

        if ((stay.Via == MoveKind.Rollback || stay.RollbackNumber is not null) && !IsOf(next.Rollback, stay))
        {
            log.Error("stay_unapproved", $"{Version(stay.VersionNumber)} came back into {Name} at {AuditBody.TimeText(stay.From)}, but "
                + $"{(stay.RollbackNumber is { } number ? $"rollback #{number} did not bring it there" : "no rollback brought it there")}.", At(null));
        }
    }

    private bool IsOf(RequestPlace? request, SlotInterval stay) =>
        request is { State: RequestState.Executed } && request.ModelId == slot.ModelId && request.NormalizedSlot == slot.NormalizedName
            && request.VersionId == stay.VersionId
        && (stay.Via == MoveKind.BreakGlass) == (request.Incident is not null);

    private bool IsOf(RollbackPlace? rollback, SlotInterval stay) =>
        rollback is not null && rollback.ModelId == slot.ModelId && rollback.NormalizedSlot == slot.NormalizedName && rollback.ToVersionId == stay.VersionId;

    /// <summary>The row that everything is resolved by, against the open stay and the last recorded move.</summary>
    private void CheckRow()
    {
        if (slot.VersionId != _open?.VersionId || slot.VersionNumber != _open?.VersionNumber)
        {
            log.Error("slot_differs", $"{Name} points at {Version(slot.VersionNumber)}, but its history ends with {Version(_open?.VersionNumber)}.",
                At(_last?.Seq));
        }

        if (_last is null)
        {
            log.Error("slot_unrecorded", $"The audit trail has no move of {Name}.", At(null));
        }
        else if ((slot.VersionNumber, slot.MovedAt,
            slot.MovedVia, slot.RequestNumber, slot.RollbackNumber, slot.MovedByName) != (_last.To, _last.At, _last.Via, _last.Request, _last.Rollback,
            _last.ByName))
        {
            log.Error("slot_differs", $"{Name} points at {Version(slot.VersionNumber)} since {(slot.MovedAt is { } at ? AuditBody.TimeText(at) : "never")}, "
                + $"but the last move that the audit trail recorded put {Version(_last.To)} there at {AuditBody.TimeText(_last.At)}.", At(_last.Seq));
        }
    }

    private static string Ending(SlotInterval stay) => stay.Until is { } until ? $"at {AuditBody.TimeText(until)}" : "never";

    private static string Version(int? number) => number is { } known ? $"v{known.Text()}" : "nothing";
}
