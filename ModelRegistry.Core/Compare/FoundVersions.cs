using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Compare;

/// <summary>A version with the name of its model.</summary>
internal sealed record FoundVersion(string Model, JudgedVersion Judged)
{
    public Guid Id => Judged.Version.Id;

    public VersionRef Ref => new(Model, Judged.Version.Number);
}

/// <summary>The versions of several models that somebody may see, in the order asked for, and those that are not there.</summary>
internal sealed record FoundVersions(IReadOnlyList<FoundVersion> Versions, IReadOnlyList<VersionRef> Missing)
{
    /// <summary>In two queries, however many models there are.</summary>
    public static async Task<FoundVersions> ReadAsync(RegistryDbContext db, IReadOnlyList<VersionRef> wanted, Actor actor, CancellationToken ct)
    {
        var names = wanted.Select(version => ModelName.TryNormalize(version.Model)).OfType<string>().Distinct().ToArray();
        var models = (await db.Models.VisibleTo(actor)
            .Join(db.ReservedNames.Where(name => names.Contains(name.NormalizedName)), model => model.Id, name => name.ModelId,
                (model, name) => new { name.NormalizedName, model.Id, model.Name })
            .ToListAsync(ct)).DistinctBy(model => model.NormalizedName).ToDictionary(model => model.NormalizedName, StringComparer.Ordinal);
        if (names.Length == 1 && models.TryGetValue(names[0], out var only))
        {
            ModelAccess.Note(actor, wanted[0].Model, only.Name);
        }

        var (ids, numbers) = (models.Values.Select(model => model.Id).Distinct().ToArray(), wanted.Select(version => version.Number).Distinct().ToArray());
        var rows = await db.Judged(db.Versions.Where(version => ids.Contains(version.ModelId) && numbers.Contains(version.Number)))
            .ToDictionaryAsync(row => (row.Version.ModelId, row.Version.Number), ct);
        var found = wanted.Select(version => ModelName.TryNormalize(version.Model) is { } name && models.TryGetValue(name, out var model)
            && rows.TryGetValue((model.Id, version.Number), out var row) ? new FoundVersion(model.Name, row) : null).ToList();
        return new FoundVersions([.. found.OfType<FoundVersion>().DistinctBy(version => version.Id)],
            [.. wanted.Where((_, index) => found[index] is null)]);
    }
}
