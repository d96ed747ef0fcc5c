using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Versions;

/// <summary>
/// Whether a filter finds few versions of a model, by the indexes: those are then sorted, while of many a page is read along the index of the order. No
/// database knows this beforehand of values that it has not seen, and the wrong way looks at each version of the model.
/// </summary>
internal sealed class FewVersions(RegistryDbContext db, Guid model, int most)
{
    /// <summary>Up to so many are sorted; of more, one in a hundred of the largest models, a page is met soon enough along the order.</summary>
    public const int Most = 2_000;

    /// <summary>The same of words: all of a model's texts lie in one index, which is read to its end where few match.</summary>
    public async Task<IReadOnlyCollection<int>?> ReadAsync(Filter filter, CancellationToken ct) =>
        filter.Words.Count == 0 ? await ReadAsync(filter.Node, ct)
        : await ReadAsync([db.Versions.Where(version => version.ModelId == model).Matching(filter, db)
            .OrderByDescending(version => version.Number).Select(version => version.Number)], ct);

    /// <summary>The numbers of the versions that may match, all others do not; null where there are many, or no index says.</summary>
    private async Task<IReadOnlyCollection<int>?> ReadAsync(FilterNode? node, CancellationToken ct)
    {
        switch (node)
        {
            case FilterAll all:
                foreach (var inner in all.Nodes)
                {
                    if (await ReadAsync(inner, ct) is { } few)
                    {
                        return few;
                    }
                }

                return null;
            case FilterAny any:
                var found = new HashSet<int>();
                foreach (var inner in any.Nodes)
                {
                    if (await ReadAsync(inner, ct) is not { } few)
                    {
                        return null;
                    }

                    found.UnionWith(few);
                }

                return found.Count <= most ? found : null;
            case FilterComparison { Field.Attribute: "quarantined", Operator: FilterOperator.Equal } comparison
                when comparison.Value.Text.Equals("true", StringComparison.OrdinalIgnoreCase):
                return await db.FewQuarantinedAsync(model, most, ct);
            case FilterComparison { Field.Attribute: "digest" } comparison:
                return await ByDigestAsync(comparison, ct);
            case FilterComparison comparison:
                return await ReadAsync(Parts(comparison), ct);
            default:
                return null;
        }
    }

    private async Task<IReadOnlyCollection<int>?> ReadAsync(IEnumerable<IQueryable<int>>? parts, CancellationToken ct)
    {
        if (parts is null)
        {
            return null;
        }

        var numbers = new List<int>();
        foreach (var part in parts)
        {
            numbers.AddRange(await part.Take(most + 1 - numbers.Count).ToListAsync(ct));
            if (numbers.Count > most)
            {
                return null;
            }
        }

        return numbers;
    }

    // Digests differ, so those of all models that begin alike are few, and the index of all is the one that is there.
    private async Task<IReadOnlyCollection<int>?> ByDigestAsync(FilterComparison comparison, CancellationToken ct)
    {
        if (db.Versions.Within(comparison, version => version.Digest) is not { } rows)
        {
            return null;
        }

        var found = await rows.OrderBy(version => version.Digest).Take(most + 1).Select(version => new { version.ModelId, version.Number }).ToListAsync(ct);
        return found.Count > most ? null : [.. found.Where(version => version.ModelId == model).Select(version => version.Number)];
    }

    /// <summary>The numbers that a comparison finds, each part in the order of an index; null where it does not say where to look.</summary>
    private IEnumerable<IQueryable<int>>? Parts(FilterComparison comparison)
    {
        // Deleted ones too, which the page leaves out: so the index alone answers.
        var (field, versions) = (comparison.Field, db.Versions.IgnoreQueryFilters(Deletion.Filters).Where(version => version.ModelId == model));
        if (comparison.Operator is FilterOperator.NotEqual or FilterOperator.NotIn)
        {
            return null;
        }

        switch (field.Prefix, field.Attribute)
        {
            case ("tags" or "tag", _):
                return Texts(db.VersionTags.Where(tag => tag.ModelId == model && tag.Key == field.Key), comparison, tag => tag.ValueStart,
                    tag => tag.VersionNumber, IndexedText.StartOf);
            case ("params" or "param" or "parameters", _):
                return Texts(db.VersionParameters.Where(row => row.ModelId == model && row.Name == field.Key), comparison, row => row.ValueStart,
                    row => row.VersionNumber, IndexedText.StartOf);
            case ("metrics" or "metric", _):
                return MetricPlace.Within(db.Metrics.Where(row => row.ListedIn == model && row.Name == field.Key), comparison)
                    .Select(part => part.OrderBy(row => row.Stored).ThenBy(row => row.VersionNumber).Select(row => row.VersionNumber));
            case (_, "number" or "version"):
                return [Numbers(versions.Where(Comparing.Integers<ModelVersion>(comparison, version => version.Number)))];
            case (_, "created"):
                return [versions.Where(Comparing.Instants<ModelVersion>(comparison, version => version.CreatedAt))
                    .OrderBy(version => version.CreatedAt).ThenBy(version => version.Number).Select(version => version.Number)];
            case (_, "status"):
                return [Numbers(versions.Where(VersionFilter.Condition(comparison, db)))];
            case (_, "archived"):
                return comparison.Value.Text.Equals("true", StringComparison.OrdinalIgnoreCase) && comparison.Values.Count == 1
                    ? [Numbers(versions.Where(version => version.ArchivedAt != null))] : null;
            case (_, "label"):
                return Texts(versions, comparison, version => version.NormalizedLabel, version => version.Number, VersionLabel.Normalize);
            case (_, "framework"):
                return Texts(versions, comparison, version => version.Framework, version => version.Number);
            case (_, "createdby"):
                return Texts(versions, comparison, version => version.CreatedByName, version => version.Number);
            case (_, "dataset"):
                return Texts(versions, comparison, version => version.DatasetName, version => version.Number) is { } byName
                    && Texts(versions, comparison, version => version.DatasetDigest, version => version.Number) is { } byDigest
                    ? byName.Concat(byDigest) : null;
            case (_, "stage" or "alias"):
                var slots = db.Filled(comparison, field.Attribute == "stage" ? SlotKind.Stage : SlotKind.Alias);
                return [slots.Where(slot => slot.ModelId == model).OrderBy(slot => slot.NormalizedName).Select(slot => slot.VersionNumber!.Value)];
            default:
                return null;
        }
    }

    private static IQueryable<int> Numbers(IQueryable<ModelVersion> versions) =>
        versions.OrderBy(version => version.Number).Select(version => version.Number);

    private static IEnumerable<IQueryable<int>>? Texts<T>(IQueryable<T> rows, FilterComparison comparison, Expression<Func<T, string?>> column,
        Expression<Func<T, int>> number, Func<string, string>? stored = null) =>
        rows.Within(comparison, column, stored) is { } within ? [within.OrderBy(column).ThenBy(number).Select(number)] : null;
}
