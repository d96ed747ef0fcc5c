using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Lineage;

/// <summary>
/// Quarantines what came from a data set, in one act under the rules of each single one: one transaction, an event for each version, all or nothing.
/// </summary>
public sealed class DatasetQuarantine(RegistryStore store)
{
    public const int MostAtOnce = 100;

    /// <summary>The versions that are named, all of which must have used the data set of that digest; answers with their quarantines.</summary>
    public Task<Page<QuarantineView>> SetAsync(QuarantineOfDataset wish, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var digest = CheckDigest(wish.Digest);
            var names = CheckNames(wish.Versions);
            var reason = Quarantining.CheckReason(wish.Reason);
            var found = await FindAsync(transaction, names, digest, ct);
            List<QuarantineView> set = [];
            foreach (var (model, version) in found)
            {
                Rights.Require(actor, Right.Quarantine, model.Place);
                set.Add(QuarantineView.Of(model.Name, await Quarantining.SetAsync(transaction, model, version, reason, ct)));
                await transaction.Db.SaveChangesAsync(ct);
            }

            return new Page<QuarantineView>(set, null);
        }, ct);

    internal static string CheckDigest(string? digest) => Text.Check("digest", digest, NewVersion.DatasetDigestMaxLength, required: true).Trim();

    private static List<VersionName> CheckNames(IReadOnlyList<VersionName>? versions)
    {
        List<VersionName> names =
        [
            .. (versions ?? []).Select(version => version with { Model = ModelName.TryNormalize(version.Model ?? "") ?? "" }).Distinct(),
        ];
        return names.Count switch
        {
            0 => throw RegistryException.Invalid("versions", "field_required", "Name at least one version."),
            > MostAtOnce => throw RegistryException.Invalid("versions", "too_many",
                $"{names.Count.Text()} versions are more than the {MostAtOnce.Text()} that one act quarantines. Do it in several."),
            _ => names,
        };
    }

    /// <summary>Models in the order of their ids and their versions by number, so that two such acts never wait for each other; then the turn.</summary>
    private static async Task<List<(Model Model, ModelVersion Version)>> FindAsync(
        RegistryTransaction transaction, List<VersionName> names, string digest, CancellationToken ct)
    {
        var (db, actor) = (transaction.Db, transaction.Actor);
        string[] normalized = [.. names.Select(name => name.Model).Distinct()];
        await db.LockRowsAsync(db.Models.Where(model => normalized.Contains(model.NormalizedName)), ct);
        var models = await db.Models.VisibleTo(actor).Where(model => normalized.Contains(model.NormalizedName))
            .ToDictionaryAsync(model => model.NormalizedName, ct);
        Guid[] ids = [.. models.Values.Select(model => model.Id)];
        int[] numbers = [.. names.Select(name => name.Version).Distinct()];
        var versions = db.Versions.Where(version => ids.Contains(version.ModelId) && numbers.Contains(version.Number) && version.DatasetDigest == digest);
        await db.LockRowsAsync(versions, ct);
        var rows = (await versions.ToListAsync(ct)).ToDictionary(version => (version.ModelId, version.Number));
        await transaction.TakeTurnAsync(ct);
        return names.ConvertAll(name => models.GetValueOrDefault(name.Model) is { } model && rows.GetValueOrDefault((model.Id, name.Version)) is { } version
            ? (model, version)
            : throw RegistryException.NotFound("version_not_found",
                $"There is no version {name.Version.Text()} of '{name.Model}' that you see and that used this data set. Load the list again."));
    }
}
