using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Versions;

/// <summary>
/// Whether a filter finds few versions of a model, by the indexes: those are then sorted, or kept while a page is read along the index of the order. No
/// database knows this beforehand of values that it has not seen, and the wrong way looks at each version of the model.
/// </summary>
internal sealed class FewVersions(RegistryDbContext db, Model of, VersionWords words, FewLimits limits)
{
    private const int LookedAtOnce = 2_000;

    private readonly Guid _model = of.Id;

    /// <summary>The numbers of the versions that may match, all others do not; null where there are many, or no index says.</summary>
    public Task<IReadOnlyCollection<int>?> ReadAsync(Filter filter, CancellationToken ct) =>
        filter.Words.Count == 0 ? ReadAsync(filter.Node, [], ct) : OfWordsAsync(filter, ct);

    /// <summary>Texts are looked at where the words may be, or all of them: they lie in one index, which is read to its end where few match.</summary>
    private async Task<IReadOnlyCollection<int>?> OfWordsAsync(Filter filter, CancellationToken ct)
    {
        var matching = db.Versions.Where(version => version.ModelId == _model).Matching(filter, db);
        return await words.RangesAsync(db, of, filter.Words, ct) is { } ranges
            ? await ReadAsync(ranges.SelectMany(range => range).Chunk(LookedAtOnce)
                .Select(part => Numbers(matching.Where(version => EF.Parameter(part).Contains(version.Number)))), isOfTexts: true, ct)
            : await ReadAsync([matching.OrderByDescending(version => version.Number).Select(version => version.Number)], isOfTexts: true, ct);
    }

    /// <param name="node">What is asked.</param>
    /// <param name="alike">What else is asked of the same field: both ends of a range.</param>
    /// <param name="ct">Cancels the read.</param>
    private async Task<IReadOnlyCollection<int>?> ReadAsync(FilterNode? node, IReadOnlyList<FilterComparison> alike, CancellationToken ct)
    {
        switch (node)
        {
            case FilterAll all:
                HashSet<int>? common = null;
                foreach (var inner in all.Nodes)
                {
                    if (common?.Count <= limits.Sorted)
                    {
                        break;
                    }

                    if (await ReadAsync(inner, Alike(all, inner), ct) is { } few)
                    {
                        common = [.. few.Where(number => common?.Contains(number) != false)];
                    }
                }

                return common;
            case FilterAny any:
                var found = new HashSet<int>();
                foreach (var inner in any.Nodes)
                {
                    if (await ReadAsync(inner, [], ct) is not { } few)
                    {
                        return null;
                    }

                    found.UnionWith(few);
                }

                return found.Count <= limits.Known ? found : null;
            case FilterComparison { Field.Attribute: "quarantined", Operator: FilterOperator.Equal } comparison
                when comparison.Value.Text.Equals("true", StringComparison.OrdinalIgnoreCase):
                return await db.FewQuarantinedAsync(_model, limits.Known, ct);
            case FilterComparison { Field.Attribute: "digest" } comparison:
                return await ByDigestAsync(comparison, ct);
            case FilterComparison comparison:
                return await ReadAsync(Parts(comparison, alike), isOfTexts: false, ct);
            default:
                return null;
        }
    }

    private async Task<IReadOnlyCollection<int>?> ReadAsync(IEnumerable<IQueryable<int>>? parts, bool isOfTexts, CancellationToken ct)
    {
        if (parts is null)
        {
            return null;
        }

        var numbers = new List<int>();
        foreach (var part in parts)
        {
            // Counted first, which costs a fraction of reading them; where texts are looked at it would cost the same again.
            var left = limits.Known + 1 - numbers.Count;
            if (!isOfTexts && await part.Take(left).CountAsync(ct) == left)
            {
                return null;
            }

            numbers.AddRange(await part.Take(left).ToListAsync(ct));
            if (numbers.Count > limits.Known)
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

        var found = await rows.OrderBy(version => version.Digest).Take(limits.Known + 1).Select(version => new { version.ModelId, version.Number })
            .ToListAsync(ct);
        return found.Count > limits.Known ? null : [.. found.Where(version => version.ModelId == _model).Select(version => version.Number)];
    }

    /// <summary>The numbers that a comparison finds, each part in the order of an index; null where it does not say where to look.</summary>
    private IEnumerable<IQueryable<int>>? Parts(FilterComparison comparison, IReadOnlyList<FilterComparison> alike)
    {
        // Deleted ones too, which the page leaves out: so the index alone answers.
        var (field, versions) = (comparison.Field, db.Versions.IgnoreQueryFilters(Deletion.Filters).Where(version => version.ModelId == _model));
        if (IsNegative(comparison))
        {
            return null;
        }

        switch (field.Prefix, field.Attribute)
        {
            case ("tags" or "tag", _):
                return Texts(db.VersionTags.Where(tag => tag.ModelId == _model && tag.Key == field.Key), comparison, tag => tag.ValueStart,
                    tag => tag.VersionNumber, IndexedText.StartOf);
            case ("params" or "param" or "parameters", _):
                return Texts(db.VersionParameters.Where(row => row.ModelId == _model && row.Name == field.Key), comparison, row => row.ValueStart,
                    row => row.VersionNumber, IndexedText.StartOf);
            case ("metrics" or "metric", _):
                return MetricPlace.Within(db.Metrics.Where(row => row.ListedIn == _model && row.Name == field.Key), [comparison, .. alike])
                    .Select(part => part.OrderBy(row => row.Stored).ThenBy(row => row.VersionNumber).Select(row => row.VersionNumber));
            case (_, "number" or "version"):
                return [Numbers(alike.Append(comparison).Aggregate(versions, (found, bound) =>
                    found.Where(Comparing.Integers<ModelVersion>(bound, version => version.Number))))];
            case (_, "created"):
                return [alike.Append(comparison).Aggregate(versions, (found, bound) =>
                    found.Where(Comparing.Instants<ModelVersion>(bound, version => version.CreatedAt)))
                    .OrderBy(version => version.CreatedAt).ThenBy(version => version.Number).Select(version => version.Number)];
            case (_, "status"):
                return [Numbers(versions.Where(VersionFilter.Condition(comparison, db)))];
            case (_, "archived"):
                return comparison.Value.Text.Equals("true", StringComparison.OrdinalIgnoreCase) && comparison.Values.Count == 1
                    ? [Numbers(versions.Where(version => version.ArchivedAt != null))] : null;
            case (_, "label"):
                return Texts(versions, comparison, version => version.NormalizedLabel, version => version.Number,
                    comparison.Operator == FilterOperator.Like ? Text.Fold : VersionLabel.Normalize); // the dot of '1.%' is no end of a label
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
                return [slots.Where(slot => slot.ModelId == _model).OrderBy(slot => slot.NormalizedName).Select(slot => slot.VersionNumber!.Value)];
            default:
                return null;
        }
    }

    private static IReadOnlyList<FilterComparison> Alike(FilterAll all, FilterNode one) => one is not FilterComparison comparison ? []
        : [.. all.Nodes.OfType<FilterComparison>().Where(other => other != one && !IsNegative(other) && other.Field.Attribute == comparison.Field.Attribute
            && other.Field.Prefix == comparison.Field.Prefix && other.Field.Key == comparison.Field.Key)];

    private static bool IsNegative(FilterComparison comparison) => comparison.Operator is FilterOperator.NotEqual or FilterOperator.NotIn;

    private static IQueryable<int> Numbers(IQueryable<ModelVersion> versions) =>
        versions.OrderBy(version => version.Number).Select(version => version.Number);

    private static IEnumerable<IQueryable<int>>? Texts<T>(IQueryable<T> rows, FilterComparison comparison, Expression<Func<T, string?>> column,
        Expression<Func<T, int>> number, Func<string, string>? stored = null) =>
        rows.Within(comparison, column, stored) is { } within ? [within.OrderBy(column).ThenBy(number).Select(number)] : null;
}
