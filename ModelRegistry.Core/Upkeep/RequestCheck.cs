using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// Promotion requests against the audit trail: each was opened and ended as recorded, and what was executed had the approvals that
/// its event names (<see cref="ApprovalCheck"/>).
/// </summary>
internal static class RequestCheck
{
    private const int Batch = 200;
    private static readonly EventSet Kinds =
        new(typeof(RequestOpened), typeof(SlotMoved), typeof(RequestExecuted), typeof(RequestForced), typeof(RequestReviewed), typeof(RequestWithdrawn),
        typeof(RequestExpired), typeof(RequestSuperseded));

    private static readonly EventSet Proofs = new(typeof(RequestOpened), typeof(RequestExecuted), typeof(RequestForced));

    public static async Task RunAsync(CheckScope scope, CancellationToken ct)
    {
        scope.Progress.Step("Checking requests against their events and approvals.");
        for (var after = 0L; ;)
        {
            var requests = await scope.Db.PromotionRequests.Where(request => request.Number > after).OrderBy(request => request.Number).Take(Batch)
                .ToListAsync(ct);
            await CheckAsync(scope, requests, ct);
            scope.Log.Count("requests", requests.Count);
            if (requests.Count < Batch)
            {
                break;
            }

            after = requests[^1].Number;
            scope.Progress.Tick(() => $"  up to request #{after}");
        }

        await RequireRowsAsync(scope, ct);
    }

    private static async Task CheckAsync(CheckScope scope, List<PromotionRequest> requests, CancellationToken ct)
    {
        var modelIds = requests.Select(request => request.ModelId).Distinct().ToArray();
        var models = await scope.Db.Models.IgnoreQueryFilters(Deletion.Filters).Where(model => modelIds.Contains(model.Id))
            .ToDictionaryAsync(model => model.Id, model => model.Name, ct);
        var events = await scope.Db.AtAsync(Kinds, requests.Select(request => request.RequestedAt)
            .Concat(requests.Select(request => request.DecidedAt).OfType<DateTimeOffset>()), ct);
        List<ExecutedRequest> executed = [];
        foreach (var request in requests)
        {
            var place = new Place(models.GetValueOrDefault(request.ModelId), request.VersionNumber, request.Slot);
            if (!events[request.RequestedAt].Any(told => told.Event is RequestOpened && IsOf(told, request)))
            {
                scope.Log.Error("request_unrecorded", $"Request #{request.Number} is there, but the audit trail has no opening of it at that time.", place);
            }

            if (request.EmergencySheet is { } sheet)
            {
                await SheetCheck.RunAsync(scope, [(sheet, $"{request.DecidedByName} to execute request #{request.Number}")], ct);
                if (!events[request.DecidedAt ?? default].Any(told => told.Event is RequestForced { After: var forced } && told.Number == request.Number
                    && forced.Sheet == Subject.Show(sheet)))
                {
                    scope.Log.Error("sheet_differs", $"The sheet of the emergency execution of request #{request.Number} is not the one that was recorded.",
                        place);
                }
            }

            if (CheckEnding(scope.Log, request, events, place) is { } ending)
            {
                executed.Add(new ExecutedRequest(request, ending, place));
            }
        }

        await ApprovalCheck.RunAsync(scope, executed, ct);
    }

    /// <summary>The event that executed the request, if one did.</summary>
    private static TrailEvent? CheckEnding(FindingLog log, PromotionRequest request, ILookup<DateTimeOffset, TrailEvent> events, Place place)
    {
        if (request.IsFinal != RequestStates.IsFinal(request.State) || request.IsFinal != request.DecidedAt is not null)
        {
            log.Error("request_differs", $"Request #{request.Number} is {RequestStates.Word(request.State)} but says that it is "
                + $"{(request.IsFinal ? "" : "not ")}final.", place);
        }

        if (!request.IsFinal || request.DecidedAt is not { } at)
        {
            return null;
        }

        var ending = events[at].FirstOrDefault(told => Ends(told.Event, request.State) && IsOf(told, request));
        if (ending is null)
        {
            log.Error("request_unrecorded",
                $"Request #{request.Number} is {RequestStates.Word(request.State)}, but the audit trail does not say so at that time.", place);
        }
        else if (request.State == RequestState.Executed && !events[at].Any(told => RecordedMove.Of(told)?.Request == request.Number))
        {
            log.Error("request_without_move", $"Request #{request.Number} was executed, but moved nothing.", place with { Seq = ending.Seq });
        }

        return request.State == RequestState.Executed ? ending : null;
    }

    private static bool Ends(RegistryEvent happened, RequestState state) => state switch
    {
        RequestState.Executed => happened is RequestExecuted or RequestForced,
        RequestState.Rejected => happened is RequestReviewed { After.Decision: ReviewDecision.Reject },
        RequestState.Withdrawn => happened is RequestWithdrawn,
        RequestState.Expired => happened is RequestExpired,
        RequestState.Superseded => happened is RequestSuperseded,
        _ => false,
    };

    private static bool IsOf(TrailEvent told, PromotionRequest request) =>
        told.Number == request.Number && told.Body.Version == request.VersionNumber && SlotOf(told.Event) is { } slot
            && SlotName.Normalize(slot) == request.NormalizedSlot;

    private static string? SlotOf(RegistryEvent happened) => happened switch
    {
        RequestOpened { After.Slot: var slot } => slot,
        RequestExecuted { After.Slot: var slot } => slot,
        RequestForced { After.Slot: var slot } => slot,
        RequestReviewed { After.Slot: var slot } => slot,
        RequestWithdrawn { After.Slot: var slot } => slot,
        RequestExpired { After.Slot: var slot } => slot,
        RequestSuperseded { After.Slot: var slot } => slot,
        _ => null,
    };

    /// <summary>The other way round: what was opened is there, and what was executed is executed.</summary>
    private static async Task RequireRowsAsync(CheckScope scope, CancellationToken ct)
    {
        await foreach (var batch in scope.Db.WalkAsync(Proofs, null, ct))
        {
            var numbers = batch.Select(told => told.Number).OfType<long>().Distinct().ToArray();
            var states = await scope.Db.PromotionRequests.Where(request => numbers.Contains(request.Number))
                .ToDictionaryAsync(request => request.Number, request => request.State, ct);
            foreach (var told in batch)
            {
                var there = states.TryGetValue(told.Number ?? 0, out var state);
                if (!there || (told.Event is not RequestOpened && state != RequestState.Executed))
                {
                    scope.Log.Error("request_missing",
                        $"Request #{told.Number} was {(told.Event is RequestOpened ? "opened" : "executed")}, but "
                        + $"{(there ? $"is {RequestStates.Word(state)}" : "is not there")}.",
                        new Place(told.Body.Model, told.Body.Version, Seq: told.Seq));
                }
            }
        }
    }
}

/// <summary>An executed request, the event that says so, and what it is about.</summary>
internal sealed record ExecutedRequest(PromotionRequest Request, TrailEvent Event, Place Place);
