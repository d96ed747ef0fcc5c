using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Versions;

/// <summary>A version with the model it belongs to, as found by the name and the number or label in an address.</summary>
internal sealed record FoundVersion(Model Model, ModelVersion Version);

internal static class VersionAccess
{
    private const string Missing = "version_not_found";

    /// <summary>The version of that number or label, or "not found" if the model may not be seen. Digits are always a number.</summary>
    public static async Task<FoundVersion> FindVersionAsync(this RegistryDbContext db, Actor actor, string modelName, string selector, CancellationToken ct)
    {
        var model = await db.FindModelAsync(actor, modelName, ct);
        return new FoundVersion(model, await db.Versions.FindInAsync(model, selector, ct));
    }

    /// <summary>The same for a model that was found already, among these versions.</summary>
    public static async Task<ModelVersion> FindInAsync(this IQueryable<ModelVersion> versions, Model model, string selector, CancellationToken ct)
    {
        var version = TryNumber(selector, out var number)
            ? await versions.FirstOrDefaultAsync(found => found.ModelId == model.Id && found.Number == number, ct)
            : await FindByLabelAsync(versions, model, selector, ct);
        return version ?? throw NotFound(model, selector);
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
        await db.Versions.IgnoreQueryFilters(Deletion.Filters).Where(found => found.Id == version.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(found => found.TouchedAt, found => found.TouchedAt), ct);
        await db.Entry(version).ReloadAsync(ct);
    }

    public static RegistryException NotFound(Model model, string selector) =>
        RegistryException.NotFound(Missing, $"Model '{model.Name}' has no version '{selector}'.");

    private static async Task<ModelVersion?> FindByLabelAsync(IQueryable<ModelVersion> versions, Model model, string label, CancellationToken ct)
    {
        var normalized = ModelName.TryNormalize(label);
        return normalized is null
            ? null
            : await versions.FirstOrDefaultAsync(found => found.ModelId == model.Id && found.NormalizedLabel == normalized, ct);
    }

    private static bool TryNumber(string selector, out int number) =>
        int.TryParse(selector, NumberStyles.None, CultureInfo.InvariantCulture, out number) && selector[0] != '0';
}
