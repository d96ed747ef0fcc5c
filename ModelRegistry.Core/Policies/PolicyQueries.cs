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

    /// <summary>The policy in force for a slot: of the model, else of the server. Refuses for a free alias.</summary>
    public Task<PolicyView> GetAsync(string? model, string slot, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var target = await PolicyTarget.FindAsync(db, model, slot, actor, ct);
            var row = await target.InForceAsync(db, ct)
                ?? throw RegistryException.NotFound("policy_not_found", $"No policy protects the alias '{target.Slot}': it is free.");
            return await WithWarningsAsync(db, target, row, actor, ct);
        }, ct);

    /// <summary>The policies in force for every stage of the server or, with a model, for its stages and protected aliases.</summary>
    public Task<IReadOnlyList<PolicyView>> ListAsync(string? model, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<PolicyView>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var found = model is null ? null : await Models.ModelAccess.FindModelAsync(db, actor, model, ct);
            var modelId = found?.Id;
            var stages = SlotAccess.StagesOf(await db.Stages.Where(stage => stage.ModelId == null || stage.ModelId == modelId)
                .ToListAsync(ct), modelId ?? Guid.Empty);
            var names = stages.Select(stage => stage.NormalizedName).ToArray();
            var rows = await db.PolicyVersions
                .Where(policy => ((modelId != null && policy.ModelId == modelId) || (policy.ModelId == null && names.Contains(policy.NormalizedSlot)))
                    && !db.PolicyVersions.Any(newer =>
                        newer.ModelId == policy.ModelId && newer.NormalizedSlot == policy.NormalizedSlot && newer.Number > policy.Number))
                .OrderBy(policy => policy.NormalizedSlot).Take(MostChoices).ToListAsync(ct);
            var bySlot = rows.OrderBy(row => row.ModelId is null).GroupBy(row => row.NormalizedSlot).ToDictionary(group => group.Key, group => group.First());
            var ofStages = stages.Select(stage => bySlot.GetValueOrDefault(stage.NormalizedName)).OfType<PolicyVersion>().ToList();
            var ofAliases = bySlot.Values.Except(ofStages).Where(row => row.ModelId is not null).OrderBy(row => row.NormalizedSlot, StringComparer.Ordinal);
            List<PolicyVersion> listed = [.. ofStages, .. ofAliases];
            var teams = await PolicySeats.NamesAsync(db, listed.Select(row => row.Content), ct);
            return [.. listed.Select(row => PolicyView.Of(row, found?.Name, teams))];
        }, ct);

    /// <summary>Every version of a policy, newest first; of a model only its own.</summary>
    public Task<Page<PolicyView>> HistoryAsync(string? model, string slot, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var target = await PolicyTarget.FindAsync(db, model, slot, actor, ct);
            var size = PageToken.Size(pageSize);
            var before = (int)Math.Clamp(PageToken.DecodeLong(pageToken) ?? int.MaxValue, 0, int.MaxValue);
            var rows = await db.PolicyVersions
                .Where(policy => policy.ModelId == target.ModelId && policy.NormalizedSlot == target.NormalizedSlot && policy.Number < before)
                .OrderByDescending(policy => policy.Number).Take(size + 1).ToListAsync(ct);
            var teams = await PolicySeats.NamesAsync(db, rows.Select(row => row.Content), ct);
            return new Page<PolicyView>([.. rows.Take(size).Select(row => PolicyView.Of(row, target.Model?.Name, teams))],
                rows.Count > size ? PageToken.Encode(rows[size - 1].Number) : null);
        }, ct);

    /// <summary>What there is to choose from in a form.</summary>
    public Task<PolicyChoices> ChoicesAsync(string? model, string slot, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, model is null ? Right.ManagePolicies : Right.Browse);
            var target = await PolicyTarget.FindAsync(db, model, slot, actor, ct);
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
    public Task<IReadOnlyList<PolicyWarning>> CheckAsync(string? model, string slot, PolicyContent content, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.ManagePolicies);
            var target = await PolicyTarget.FindAsync(db, model, slot, actor, ct);
            return await PolicyWarnings.ReadAsync(db, target, await new PolicyCheck(target).CheckAsync(db, content, ct), ct);
        }, ct);

    /// <summary>What a policy would have said about the last ten sealed versions of a model, each against the present occupant.</summary>
    public Task<PolicyPreview> PreviewAsync(string model, string slot, PolicyContent content, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var target = await PolicyTarget.FindAsync(db, model, slot, actor, ct);
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
        var view = PolicyView.Of(row, target.Model?.Name, await PolicySeats.NamesAsync(db, [row.Content], ct));
        return Rights.Allows(actor, Right.ManagePolicies) ? view with { Warnings = await PolicyWarnings.ReadAsync(db, target, row.Content, ct) } : view;
    }
}
