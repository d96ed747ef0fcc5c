using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Versions;

/// <summary>A version with the model it belongs to, as found by the name and the number or label in an address.</summary>
internal sealed record FoundVersion(Model Model, ModelVersion Version)
{
    /// <summary>Whether its bytes were quarantined when it was found.</summary>
    public bool Quarantined { get; init; }
}

internal static class VersionAccess
{
    private const string Missing = "version_not_found";

    /// <summary>The version of that number or label, or "not found" if the model may not be seen. Digits are always a number.</summary>
    public static async Task<FoundVersion> FindVersionAsync(this RegistryDbContext db, Actor actor, string modelName, string selector, CancellationToken ct)
    {
        var found = await db.Named(actor, modelName)
            .Join(db.Judged(db.Versions.Called(selector)), model => model.Id, judged => judged.Version.ModelId,
                (model, judged) => new { Model = model, judged.Version, judged.Quarantined })
            .FirstOrDefaultAsync(ct);
        if (found is null)
        {
            throw NotFound(await db.FindModelAsync(actor, modelName, ct), selector);
        }

        db.Met(actor, modelName, found.Model.Name);
        return new FoundVersion(found.Model, found.Version) { Quarantined = found.Quarantined };
    }

    /// <summary>The same for a model that was found already, among these versions.</summary>
    public static async Task<ModelVersion> FindInAsync(this IQueryable<ModelVersion> versions, Model model, string selector, CancellationToken ct)
    {
        return await versions.Called(selector).FirstOrDefaultAsync(found => found.ModelId == model.Id, ct) ?? throw NotFound(model, selector);
    }

    /// <summary>Those of that number or label, in whatever model.</summary>
    public static IQueryable<ModelVersion> Called(this IQueryable<ModelVersion> versions, string selector)
    {
        if (TryNumber(selector, out var number))
        {
            return versions.Where(found => found.Number == number);
        }

        var normalized = ModelName.TryNormalize(selector) ?? ""; // no label is empty
        return versions.Where(found => found.NormalizedLabel == normalized);
    }

    /// <summary>
    /// Makes other changes of the version wait for this one and reads it again: for rules over several of its rows, such as
    /// "no file is listed after the seal", which two changes at once would break on SQL Server. Not found when it was deleted
    /// since it was read.
    /// </summary>
    public static async Task LockAsync(this RegistryDbContext db, ModelVersion version, CancellationToken ct)
    {
        await db.LockAlsoDeletedAsync(version, ct);
        if (version.DeletedAt is not null)
        {
            throw RegistryException.NotFound(Missing, $"Version {version.Number.Text()} is not there any more.");
        }
    }

    /// <summary>The same, for the few changes that are about deleted versions.</summary>
    public static async Task LockAlsoDeletedAsync(this RegistryDbContext db, ModelVersion version, CancellationToken ct)
    {
        if (db.LocksRows)
        {
            await db.LockRowsAsync(db.Versions.IgnoreQueryFilters(Deletion.Filters).Where(found => found.Id == version.Id), ct);
            await db.Entry(version).ReloadAsync(ct);
        }
    }

    /// <summary>Makes other changes of these versions wait for this one. To be asked before they are read.</summary>
    public static async Task LockRowsAsync(this RegistryDbContext db, IQueryable<ModelVersion> versions, CancellationToken ct)
    {
        if (db.LocksRows)
        {
            await versions.ExecuteUpdateAsync(set => set.SetProperty(found => found.TouchedAt, found => found.TouchedAt), ct);
        }
    }

    public static RegistryException NotFound(Model model, string selector) =>
        RegistryException.NotFound(Missing, $"Model '{model.Name}' has no version '{selector}'.");


    private static bool TryNumber(string selector, out int number) =>
        int.TryParse(selector, NumberStyles.None, CultureInfo.InvariantCulture, out number) && selector[0] != '0';
}
