using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Policies;

/// <summary>Reads policies: what is in force and where it comes from, how it came to be, and what another would say.</summary>
public sealed class PolicyQueries(RegistryStore store, TimeProvider time)
{
    /// <summary>How many sealed versions a preview judges.</summary>
    public const int MostPreviewed = 10;

    internal const int MostRecentRows = 20_000;

    private const int MostChoices = 200;

    /// <summary>The policy in force for a slot: of the model, else of the nearest collection, else of the server. Refuses for a free alias.</summary>
    public Task<PolicyView> GetAsync(PolicyScope? of, string slot, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var target = await PolicyTarget.FindAsync(db, of, slot, actor, ct);
            var row = await target.InForceAsync(db, ct)
                ?? throw RegistryException.NotFound("policy_not_found", $"No policy protects the alias '{target.Slot}': it is free.");
            return await WithWarningsAsync(db, target, row, actor, ct);
        }, ct);

    /// <summary>The policies in force for every stage of the server, as a collection has them or, with a model, for its stages and protected aliases.</summary>
    public Task<IReadOnlyList<PolicyView>> ListAsync(PolicyScope? of, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<PolicyView>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = of is { Model: { } name } ? await Models.ModelAccess.FindModelAsync(db, actor, name, ct) : null;
            var collection = of is { Collection: { } path } ? await PolicyTarget.FindCollectionAsync(db, path, actor, ct) : null;
            var modelId = model?.Id;
            var stages = SlotAccess.StagesOf(await db.Stages.Where(stage => stage.ModelId == null || stage.ModelId == modelId)
                .ToListAsync(ct), modelId ?? Guid.Empty);
            string[] names = [.. stages.Select(stage => stage.NormalizedName)];
            var bySlot = await db.PoliciesAtAsync(modelId, model?.CollectionId ?? collection?.Id, names, MostChoices, ct);
            var ofStages = stages.Select(stage => bySlot.GetValueOrDefault(stage.NormalizedName)).OfType<PolicyVersion>().ToList();
            var ofAliases = bySlot.Values.Except(ofStages).Where(row => row.ModelId is not null).OrderBy(row => row.NormalizedSlot, StringComparer.Ordinal);
            return await PolicyViews.ReadAsync(db, [.. ofStages, .. ofAliases], model?.Name, ct);
        }, ct);

    /// <summary>Every version of a policy, newest first; of a model or collection only its own.</summary>
    public Task<Page<PolicyView>> HistoryAsync(PolicyScope? of, string slot, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var target = await PolicyTarget.FindAsync(db, of, slot, actor, ct);
            var size = PageToken.Size(pageSize);
            var before = (int)Math.Clamp(PageToken.DecodeLong(pageToken) ?? int.MaxValue, 0, int.MaxValue);
            var rows = await target.Versions(db).Where(policy => policy.Number < before)
                .OrderByDescending(policy => policy.Number).Take(size + 1).ToListAsync(ct);
            return new Page<PolicyView>(await PolicyViews.ReadAsync(db, rows.Take(size).ToList(), target.Model?.Name, ct),
                rows.Count > size ? PageToken.Encode(rows[size - 1].Number) : null);
        }, ct);

    /// <summary>What there is to choose from in a form.</summary>
    public Task<PolicyChoices> ChoicesAsync(PolicyScope? of, string slot, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, of is not { Model: not null } ? Right.ManagePolicies : Right.Browse);
            var target = await PolicyTarget.FindAsync(db, of, slot, actor, ct);
            var metrics = await PolicyWarnings.RecentMetrics(db, target).GroupBy(row => row.Name).Select(named => named.Key)
                .OrderBy(name => name).Take(MostChoices).ToListAsync(ct);
            var datasets = await PolicyWarnings.RecentMetrics(db, target).Where(row => row.DatasetName != null).GroupBy(row => row.DatasetName!)
                .Select(named => named.Key).OrderBy(name => name).Take(MostChoices).ToListAsync(ct);
            var checks = await PolicyWarnings.RecentChecks(db, target).GroupBy(row => row.Name).Select(named => named.Key)
                .OrderBy(name => name).Take(MostChoices).ToListAsync(ct);
            var teams = await db.Teams.OrderBy(team => team.NormalizedName).Take(MostChoices).Select(team => team.Name).ToListAsync(ct);
            return new PolicyChoices(
                [.. target.Metrics.InOrder(metrics)],
                [.. datasets.Order(StringComparer.Ordinal)],
                [.. checks.Order(StringComparer.Ordinal)],
                [.. target.Stages.Where(stage => stage.NormalizedName != target.NormalizedSlot).Select(stage => stage.Name)],
                teams);
        }, ct);

    /// <summary>What is odd about a policy before it is published; refuses what publishing would refuse.</summary>
    public Task<IReadOnlyList<PolicyWarning>> CheckAsync(PolicyScope? of, string slot, PolicyContent content, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.ManagePolicies);
            var target = await PolicyTarget.FindAsync(db, of, slot, actor, ct);
            return await PolicyWarnings.ReadAsync(db, target, await new PolicyCheck(target).CheckAsync(db, content, ct), ct);
        }, ct);

    /// <summary>What a policy would have said about the last ten sealed versions of a model, each against the present occupant.</summary>
    public Task<PolicyPreview> PreviewAsync(string model, string slot, PolicyContent content, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var target = await PolicyTarget.FindAsync(db, PolicyScope.OfModel(model), slot, actor, ct);
            var gates = (await new PolicyCheck(target).CheckAsync(db, content, ct)).Gates;
            var occupant = await db.Slots.Where(found =>
                found.ModelId == target.ModelId && found.NormalizedName == target.NormalizedSlot && found.VersionId != null)
                .Select(found => found.VersionId!.Value).ToListAsync(ct);
            var versions = await db.Versions.Where(version => version.ModelId == target.ModelId && version.Status == VersionStatus.Ready)
                .OrderByDescending(version => version.Number).Take(MostPreviewed).Select(version => new { version.Id, version.Number, version.Label })
                    .ToListAsync(ct);
            var facts = await FactsReader.ReadAsync(db, [.. versions.Select(version => version.Id), .. occupant], gates, ct);
            var there = occupant is [var id] ? facts[id] : null;
            var now = time.Now();
            return new PolicyPreview(there?.Number, [.. versions.Select(version =>
                new PreviewedVersion(version.Number, version.Label, GateEvaluation.Foresee(gates, new GateFacts(facts[version.Id], there, now))))]);
        }, ct);

    private static async Task<PolicyView> WithWarningsAsync(RegistryDbContext db, PolicyTarget target, PolicyVersion row, Actor actor, CancellationToken ct)
    {
        var view = (await PolicyViews.ReadAsync(db, [row], target.Model?.Name, ct))[0];
        return Rights.Allows(actor, Right.ManagePolicies) ? view with { Warnings = await PolicyWarnings.ReadAsync(db, target, row.Content, ct) } : view;
    }
}
