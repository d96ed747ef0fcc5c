using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>Requests, reviews and rollbacks over invented answers.</summary>
public sealed partial class SqlServerQueryTests
{
    // One that waits for approval; what an execution sends is seen when one is executed.
    private Task OpenAsync()
    {
        var promotions = IntoAnEmptySlot<PromotionWorkflow>();
        Policy(new PolicyContent());
        return promotions.OpenAsync("fraud", Production, new NewRequest(8, "Better."), Everybody, default);
    }

    // An invented request expects the version that the invented slot points at, so it can be executed.
    private async Task ExecuteAsync()
    {
        var subject = (await Sealed<RequestQueries>().GetAsync(7, Everybody, default)).Subject;
        // The same row comes back when the move looks for other open requests, so that it ends a second time.
        await Refused.ByAsync("request_final", () => Get<PromotionWorkflow>().ExecuteAsync(7, subject, null, Everybody, default));
    }

    private async Task SheetsAsync()
    {
        await Sealed<RequestQueries>().SheetAsync(7, 1, Everybody, default);
        Server.Present.Add("EmergencySheet");
        await Get<RequestQueries>().SheetAsync(7, null, Everybody, default);
    }

    private async Task ReviewAsync()
    {
        var subject = (await Sealed<RequestQueries>().GetAsync(7, Everybody, default)).Subject;
        await Get<ReviewWorkflow>().ReviewAsync(7, new NewReview(ReviewAction.Reject, "No.", subject), Another, default);
    }

    private Task DismissAsync()
    {
        Server.Texts["Decision"] = nameof(ReviewDecision.RequestChanges);
        return Sealed<ReviewWorkflow>().DismissAsync(7, null, "The reviewer is away.", Everybody, default);
    }

    private async Task QuarantinesAsync()
    {
        await Get<QuarantineQueries>().ListAsync(new QuarantineSearch(All: true, PageToken: PageToken.Encode(7)), SeesSome, default);
        await Get<QuarantineQueries>().ListAsync(new QuarantineSearch(Mine: true), Limited, default);
    }

    // The invented history names the invented occupant only, so that nobody is a candidate; what is asked about those is in FormerAsync.
    private async Task RollBackAsync()
    {
        await Refused.ByAsync("already_occupant", () => Sealed<RollbackWorkflow>().RehearseAsync("fraud", Production, 1, null, Everybody, default));
        await Refused.ByAsync("already_occupant", () =>
            Get<RollbackWorkflow>().RollBackAsync("fraud", Production, new NewRollback(1, "Latency.", 1), null, Everybody, default));
    }

    private Task TakeOutAsync() =>
        Sealed<RollbackWorkflow>().RollBackAsync("fraud", Production, new NewRollback(null, "Latency.", 1, TakeOut: true), null, Everybody, default);

    private Task KeptAsync() => Sealed<RegistryStore>()
        .ReadAsync(Everybody, async db => await StageFallbacks.KeptAsync(db, await db.FindModelAsync(Everybody, "fraud", default), default), default);

    private Task FormerAsync() => Get<RegistryStore>().ReadAsync(Everybody, async db =>
    {
        var model = await db.FindModelAsync(Everybody, "fraud", default);
        var slot = await db.NamedSlotAsync(model, "champion", default);
        PastStay[] stays =
        [
            new(InventedRows.FirstId, Another.UserId!.Value, 2, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), "a", MoveKind.BreakGlass,
                MoveKind.Rollback, 7, null),
            new(InventedRows.FirstId, InventedRows.FirstId, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), "a", MoveKind.Rollback,
                MoveKind.Rollback, null, 8),
        ];
        await ProposalEvidence.ReadAsync(db, model, [new LastStays(stays, false)], stays.ToLookup(stay => stay.SlotId), default);
        var version = new VersionState(InventedRows.FirstId, 1, VersionStatus.Ready, "sha256:1", null, false, null, null, 1, 7);
        var past = new SlotPast(model, slot, null, version, [new FormerOccupant(version with { Id = Another.UserId!.Value }, stays[0], null, false)], false,
            null, true);
        return await CandidateList.ReadAsync(db, Get<ArtifactStore>(), past, default);
    }, default);
}
