using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>
/// Makes a decided rollback happen: slot, interval, rollback, quarantine, post-review, audit and notifications are one transaction, in which the
/// slot is at no moment empty.
/// </summary>
internal static class RollbackExecution
{
    public static async Task<RollbackView> RunAsync(RegistryTransaction transaction, DecidedRollback decided, CancellationToken ct)
    {
        var (db, past, command) = (transaction.Db, decided.Past, decided.Command);
        // A quarantine of its own shows in the state of the occupant; only then is it looked for.
        var quarantines = decided.Quarantines && !(decided.From.Quarantined && await db.HasOwnQuarantineAsync(decided.From.Id, ct));
        var numbers = await db.NextRequestNumbersAsync(quarantines ? 3 : 2, ct);
        var number = numbers.Dequeue();
        var reviewers = await Reviewers.ReadAsync(db, past.Model, past.Slot.Name, [], ct);
        var slot = await SlotMoves.MoveAsync(transaction, past.Model,
            new SlotMove(past.Slot, Reference(decided.To), MoveKind.Rollback, command.Reason, RollbackNumber: number)
            {
                IsAwaited = decided.IsAwaited,
            }, ct);
        var quarantine = quarantines
            ? await Quarantining.SetAsync(transaction, past.Model,
                Held(decided.From) with { Number = numbers.Dequeue(), Reason = command.Reason, RollbackNumber = number }, reviewers, ct)
            : null;
        await SettleAsync(transaction, decided, ct);
        var rollback = Row(transaction, decided, number, slot, quarantine?.Number, numbers.Dequeue());
        db.Rollbacks.Add(rollback);
        db.PostReviews.Add(PostReview(transaction, decided, rollback));
        Record(transaction, decided, rollback);
        await NotifyAsync(transaction, decided, reviewers);
        await db.SaveChangesAsync(ct);
        return View(rollback, past.Model.Name, quarantine is not null || past.Occupant!.Quarantined);
    }

    private static Occupant? Reference(VersionState? version) => version is null ? null : new Occupant(version.Id, version.Number);

    private static NewQuarantine Held(VersionState version) => new(version.Id, version.Number, version.Digest, version.ContentDigest);

    public static RollbackView View(Rollback rollback, string model, bool quarantined) =>
        new(rollback.Number, model, rollback.Slot, rollback.FromVersionNumber, rollback.ToVersionNumber, rollback.Kind,
        rollback.Reason, rollback.Incident, rollback.ActorName, rollback.At,
            new RollbackProof(rollback.VerifiedFiles, rollback.VerifiedBytes, rollback.VerifiedMilliseconds),
        quarantined, rollback.QuarantineNumber, rollback.PostReviewNumber);

    private static Rollback Row(RegistryTransaction transaction, DecidedRollback decided, long number, Slot slot, long? quarantine, long postReview) =>
        new(number, decided.Kind, slot.MovedAt!.Value)
        {
            ModelId = slot.ModelId,
            Slot = slot.Name,
            NormalizedSlot = slot.NormalizedName,
            FromVersionId = decided.From.Id,
            FromVersionNumber = decided.From.Number,
            ToVersionId = decided.To?.Id,
            ToVersionNumber = decided.To?.Number,
            Reason = decided.Command.Reason,
            Incident = decided.Command.Incident,
            ActorId = transaction.Actor.UserId ?? Guid.Empty,
            ActorName = transaction.Actor.Name,
            VerifiedFiles = decided.Proof.Files,
            VerifiedBytes = decided.Proof.Bytes,
            VerifiedMilliseconds = decided.Proof.Milliseconds,
            QuarantineNumber = quarantine,
            PostReviewNumber = postReview,
        };

    private static PostReview PostReview(RegistryTransaction transaction, DecidedRollback decided, Rollback rollback) =>
        new(rollback.PostReviewNumber, PostReviewKind.Rollback, transaction.Now)
        {
            ModelId = rollback.ModelId,
            Slot = rollback.Slot,
            NormalizedSlot = rollback.NormalizedSlot,
            VersionId = rollback.ToVersionId,
            VersionNumber = rollback.ToVersionNumber,
            RollbackNumber = rollback.Number,
            ActorId = rollback.ActorId,
            ActorName = rollback.ActorName,
            Reason = rollback.Reason,
            Incident = rollback.Incident,
            RequiredConfirmations = decided.Confirmations,
        };

    /// <summary>
    /// What was to be looked at about the removed version is settled by its going, and any objection about the slot too (rule 13: it blocks until a
    /// rollback), unless it is about the version that comes back.
    /// </summary>
    private static async Task SettleAsync(RegistryTransaction transaction, DecidedRollback decided, CancellationToken ct)
    {
        var (modelId, slot, from, to) = (decided.Past.Model.Id, decided.Past.Slot.NormalizedName, decided.From.Id, decided.To?.Id ?? Guid.Empty);
        var settled = await transaction.Db.PostReviews
            .Where(review => review.ModelId == modelId && review.NormalizedSlot == slot
                && ((review.State == PostReviewState.Open && review.VersionId == from)
                    || (review.State == PostReviewState.Objected && (review.VersionId == null || review.VersionId != to))))
            .ToListAsync(ct);
        foreach (var review in settled)
        {
            (review.State, review.ClosedAt) = (PostReviewState.Settled, transaction.Now);
        }
    }

    private static void Record(RegistryTransaction transaction, DecidedRollback decided, Rollback rollback) =>
        transaction.Record(new RollbackExecuted(decided.Past.Model.Ref, rollback.ToVersionNumber ?? rollback.FromVersionNumber,
            new(rollback.Slot, rollback.FromVersionNumber, decided.From.Digest),
            new(rollback.Number, rollback.Kind,
                rollback.Slot, rollback.ToVersionNumber, decided.To?.Digest, decided.Proof, rollback.QuarantineNumber, decided.Lifted,
                rollback.PostReviewNumber,
                rollback.Incident), rollback.Reason));

    private static Task NotifyAsync(RegistryTransaction transaction, DecidedRollback decided, Reviewers reviewers)
    {
        var (model, slot) = (decided.Past.Model, decided.Past.Slot.Name);
        var did = decided.To is { } to
            ? $"rolled {slot} of {model.Name} {(decided.Kind == RollbackKind.Forward ? "forward" : "back")} from v{decided.From.Number.Text()} to "
                + $"v{to.Number.Text()}"
            : $"took v{decided.From.Number.Text()} out of {slot} of {model.Name}";
        return Notices.AddAsync(transaction, reviewers.Ids.Append(model.OwnerId), NoticeKind.PostReview,
            $"{transaction.Actor.Name} {did}: {decided.Command.Reason}. Please look at it", model.Id);
    }
}
