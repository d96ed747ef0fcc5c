using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>Tells what a slot could be rolled back to, what stands against each candidate, and of a rollback that happened.</summary>
public sealed class RollbackQueries(RegistryStore store, ArtifactStore artifacts, VersionVerification verification, TimeProvider time)
{
    private static readonly IReadOnlySet<Guid> None = new HashSet<Guid>();

    /// <summary>
    /// The candidates with their pre-checks. With <paramref name="rehash"/> every file of every candidate is hashed now, for those who may roll back;
    /// nothing is written.
    /// </summary>
    public async Task<RollbackPreview> PreviewAsync(string modelName, string slot, bool rehash, Actor actor, CancellationToken ct)
    {
        var (list, preview) = await store.ReadAsync(actor, async db =>
        {
            var model = await FindAsync(db, modelName, rehash, actor, ct);
            var past = await SlotPasts.ReadAsync(db, model, await RequireSlotAsync(db, model, slot, ct), wanted: null, ct);
            var found = await CandidateList.ReadAsync(db, artifacts, past, ct);
            return (found, await PreviewAsync(db, found, actor, ct));
        }, ct);
        return rehash ? await RehashedAsync(list, preview, ct) : preview;
    }

    /// <summary>
    /// Offers to go back, for all stages of a model that have an occupant, in their order: a fixed number of queries, and no file is touched.
    /// </summary>
    public Task<IReadOnlyList<RollbackOffer>> OffersAsync(string modelName, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<RollbackOffer>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var slots = (await SlotAccess.NamedStagesAsync(db, model, ct)).Where(slot => slot.Row?.VersionId is not null).ToList();
            var refusal = Rights.WhyNot(actor, Right.RollBack, model.Place);
            List<RollbackOffer> offers = [];
            foreach (var past in slots.Count == 0 ? [] : await SlotPasts.ReadAsync(db, model, slots, wanted: null, ct))
            {
                // Asks the database only where the last move was a rollback.
                var forwardRefusal = refusal ?? await RollForward.WhyNotLiftAsync(db, past, actor, ct);
                offers.Add(new RollbackOffer(past.Slot.Name, past.Slot.Row!.VersionNumber!.Value, past.Proposed(None)?.Number, refusal,
                    past.Undone?.FromVersionNumber, forwardRefusal));
            }

            return offers;
        }, ct);

    /// <summary>The rollback of that number, with whether the version that it removed is quarantined now.</summary>
    public Task<RollbackView> GetAsync(long number, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var found = await db.Rollbacks.Where(rollback => rollback.Number == number)
                .Join(db.Models.VisibleTo(actor), rollback => rollback.ModelId, model => model.Id, (rollback, model) => new { Rollback = rollback, model.Name })
                .FirstOrDefaultAsync(ct) ?? throw RegistryException.NotFound("rollback_not_found",
                    $"There is no rollback #{number.ToString(PageToken.Culture)} here, or you may not see it.");
            var quarantined = await db.QuarantinedAsync([found.Rollback.FromVersionId], ct);
            return RollbackExecution.View(found.Rollback, found.Name, quarantined.Count > 0);
        }, ct);

    /// <summary>What became of the request of that number after it was executed; null while it was not.</summary>
    public Task<Aftermath?> AftermathAsync(long request, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            return await Aftermath.ReadAsync(db, (await db.FindRequestAsync(actor, request, ct)).Request, ct);
        }, ct);

    /// <summary>The slot of that name; refuses an alias that nothing was ever in.</summary>
    internal static async Task<NamedSlot> RequireSlotAsync(RegistryDbContext db, Model model, string slot, CancellationToken ct) =>
        RequireSlot(model, await db.NamedSlotAsync(model, slot, ct), slot);

    internal static NamedSlot RequireSlot(Model model, NamedSlot named, string slot) =>
        named is { Row: null, Kind: SlotKind.Alias } ? throw SlotAccess.NotFound(model, slot) : named;

    private static async Task<Model> FindAsync(RegistryDbContext db, string modelName, bool rehash, Actor actor, CancellationToken ct)
    {
        if (!Rights.Allows(actor, Right.RollBack))
        {
            Rights.Require(actor, Right.Browse); // a token that may only roll back must see what to
        }

        var model = await db.FindModelAsync(actor, modelName, ct);
        if (rehash)
        {
            Rights.Require(actor, Right.RollBack, model.Place);
        }

        return model;
    }

    private async Task<RollbackPreview> PreviewAsync(RegistryDbContext db, CandidateList list, Actor actor, CancellationToken ct)
    {
        var (past, model) = (list.Past, list.Past.Model);
        var row = past.Slot.Row;
        var staysIn = past.Occupant is null ? []
            : await db.Slots.Where(other =>
            other.ModelId == model.Id && other.VersionId == past.Occupant.Id && other.NormalizedName != past.Slot.NormalizedName)
            .OrderBy(other => other.NormalizedName).Select(other => other.Name).ToListAsync(ct);
        var readiness = row is null ? null : await db.StageReadiness.FirstOrDefaultAsync(kept => kept.SlotId == row.Id, ct);
        return new RollbackPreview(model.Name, past.Slot.Name, past.Slot.Kind, past.Occupant?.Number, past.Occupant is null ? null : row!.MovedAt,
            [.. past.Former.Select(former => list.View(former, null, verification.EstimateMilliseconds))], past.Truncated,
            Rights.WhyNot(actor, Right.RollBack, model.Place), Rights.WhyNot(actor, Right.BreakGlass),
            past.Occupant is not null && list.Proposed is null, past.Occupant is null ? null
                : past.Undone?.FromVersionNumber, await RollForward.WhyNotLiftAsync(db, past, actor, ct), staysIn,
            row is null || past.Occupant is null || past.Slot.Kind == SlotKind.Alias ? null : ReadinessView.Of(model.Name, row, readiness, time.Now()));
    }

    private async Task<RollbackPreview> RehashedAsync(CandidateList list, RollbackPreview preview, CancellationToken ct)
    {
        var hashed = new Dictionary<Guid, Rehash>();
        foreach (var version in list.Past.Former.Select(former => former.Version).Where(version => version.Status == VersionStatus.Ready))
        {
            hashed[version.Id] = await verification.HashAsync(list.Past.Model.Name, version.Number.Text(), Actor.System, null, ct);
        }

        var proposed = list.Past.Proposable.FirstOrDefault(former => former.Version.MayEnter && hashed.GetValueOrDefault(former.Version.Id) is { Ok: true });
        return preview with
        {
            Candidates = [.. list.Past.Former.Select(former =>
                list.View(former, hashed.GetValueOrDefault(former.Version.Id), verification.EstimateMilliseconds) with { Proposed = former == proposed })],
            CanTakeOut = preview.Occupant is not null && proposed is null,
        };
    }
}
