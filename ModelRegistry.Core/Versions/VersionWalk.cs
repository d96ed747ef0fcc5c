using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Filters;

namespace ModelRegistry.Core.Versions;

/// <summary>Where a version stands in a list: its number and the keys by which the list goes on after it.</summary>
internal sealed record VersionPlace(object[] Keys, int Number);

/// <summary>How many versions are dealt with in which way.</summary>
/// <param name="Sorted">Up to so many are sorted.</param>
/// <param name="Known">
/// Up to so many are kept by number while the index of an order is read. Of more a page is met soon enough by asking each whether it matches.
/// </param>
internal readonly record struct FewLimits(int Sorted, int Known)
{
    public static readonly FewLimits Usual = new(500, 4_000);

    /// <summary>Where a thousand are looked for, asking each costs more than keeping more of them.</summary>
    public static readonly FewLimits OfMany = new(500, 20_000);
}

/// <summary>
/// Reads a part of an order along its indexes. Where several fields decide, what is equal in the first is put in order by the others: a few are sorted, of
/// many the index of the next field is read.
/// </summary>
internal sealed class VersionWalk(VersionOrder order, FewLimits limits, CancellationToken ct)
{
    private const int Checked = 200;
    private const int MostRead = 2_000;

    /// <summary>The places after those keys.</summary>
    /// <param name="asked">The versions that are asked for.</param>
    /// <param name="filter">What is asked of them.</param>
    /// <param name="known">The numbers of those that may match, all others do not; null: not known.</param>
    /// <param name="keys">Of the last row of the page before; null: from the beginning.</param>
    /// <param name="most">How many are read.</param>
    public Task<List<VersionPlace>> ReadAsync(IQueryable<ModelVersion> asked, Filter filter, IReadOnlyCollection<int>? known, object[]? keys, int most) =>
        // Those of a filter may lie close together in one field and far apart in the next, so that many steps would find none of them.
        known is not null && (known.Count <= limits.Sorted || order.Parts.Count > 1)
            ? SortAsync(asked, [.. known], keys, most)
            : PartAsync(0, [], new Group(asked, filter.Asks, known?.ToHashSet()) { IsBeside = IsBeside(filter.Node) }, keys, most);

    private async Task<List<VersionPlace>> PartAsync(int part, object[] before, Group group, object[]? keys, int most)
    {
        var found = new List<VersionPlace>();
        var stretches = order.Parts[part];
        foreach (var stretch in keys is null ? stretches : stretches.SkipWhile(stretch => !stretch.Holds(keys)))
        {
            found.AddRange(part < order.Parts.Count - 1
                ? await TiesAsync(stretch, part, before, group, keys, most - found.Count)
                : (await StepsAsync(stretch, group, keys, most - found.Count))
                    .Select(step => new VersionPlace([.. before, .. stretch.Keys(step)], step.Number)));
            if (found.Count == most)
            {
                break;
            }

            keys = null;
        }

        return found;
    }

    /// <summary>The places of a stretch whose rows are put in order by further fields where they are equal.</summary>
    private async Task<List<VersionPlace>> TiesAsync(Stretch stretch, int part, object[] before, Group group, object[]? keys, int most)
    {
        if (stretch.IsByNumber)
        {
            return await TieAsync(stretch, part, before, stretch.Head, [], group, keys?[stretch.Head.Length..], most);
        }

        var found = new List<VersionPlace>();
        var tie = keys is null ? null : stretch.Tie(keys);
        if (tie is not null)
        {
            found.AddRange(await TieAsync(stretch, part, before, tie, [], group, keys![tie.Length..], most));
        }

        while (found.Count < most)
        {
            var wanted = most - found.Count;
            var steps = await StepsAsync(stretch, group, tie is null ? null : stretch.EndOf(tie), wanted);
            if (steps.Count < wanted)
            {
                found.AddRange(await SortAsync(group.Asked, [.. steps.Select(step => step.Number)], null, wanted));
                break;
            }

            // The last one's equals may go on after it.
            tie = stretch.Tie(steps[^1]);
            var whole = steps.TakeWhile(step => !stretch.Tie(step).SequenceEqual(tie)).Select(step => step.Number).ToArray();
            found.AddRange(await TieAsync(stretch, part, before, tie, whole, group, null, wanted));
        }

        return found;
    }

    /// <summary>The places of versions that are equal in a field.</summary>
    /// <param name="stretch">Where they lie.</param>
    /// <param name="part">The field.</param>
    /// <param name="before">The keys of the fields before.</param>
    /// <param name="tie">The keys of this one.</param>
    /// <param name="earlier">The numbers of versions that come before them.</param>
    /// <param name="group">What is asked for.</param>
    /// <param name="rest">The keys of the fields after it, of the last row of the page before.</param>
    /// <param name="most">How many are read.</param>
    private async Task<List<VersionPlace>> TieAsync(Stretch stretch, int part, object[] before, object[] tie, int[] earlier, Group group, object[]? rest,
        int most)
    {
        var tied = stretch.Tied(tie).Take(limits.Known + 1);
        var isKnown = await tied.CountAsync(ct) <= limits.Known;
        var among = isKnown ? (await tied.ToListAsync(ct)).Where(group.MayHold).ToHashSet() : group.Known;
        object[] place = [.. before, .. tie];
        if (isKnown && among!.Count + earlier.Length <= limits.Sorted)
        {
            return await SortAsync(group.Asked, [.. earlier, .. among], rest is null ? null : [.. place, .. rest], most);
        }

        var found = await SortAsync(group.Asked, earlier, null, most);
        var equal = isKnown ? group.Asked : group.Asked.Where(order.Keys.Equal(before.Length, tie));
        found.AddRange(await PartAsync(part + 1, place, new Group(equal, IsFiltered: true, among), rest, most - found.Count));
        return found;
    }

    private async Task<List<VersionPlace>> SortAsync(IQueryable<ModelVersion> asked, int[] numbers, object[]? keys, int most) =>
        numbers.Length == 0 ? []
        : await order.Keys.Keyed(order.Keys.Page(asked.Where(version => EF.Parameter(numbers).Contains(version.Number)), keys).Take(most))
            .Select(row => new VersionPlace(row.Keys, row.Row.Number)).ToListAsync(ct);

    private async Task<List<Step>> StepsAsync(Stretch stretch, Group group, object[]? keys, int most)
    {
        if (group.Known is { } known)
        {
            return stretch.IsByNumber ? await OfKnownAsync(stretch, group, stretch.Order(known, keys), most) : await AmongAsync(stretch, group, keys, most);
        }

        if (group.IsBeside && stretch.Among(group.Asked) is { } among)
        {
            return await among.After(keys, null).Single().Take(most).ToListAsync(ct);
        }

        // Not Any: SQLite makes a join of that and then seeks by the filter instead of by the number.
        Expression<Func<int, bool>> isAsked = number =>
            group.Asked.Where(version => version.Number == number).Select(version => (int?)version.Number).FirstOrDefault() != null;
        var found = new List<Step>();
        foreach (var steps in stretch.After(keys, group.IsFiltered || !stretch.IsOfVersions ? isAsked : null))
        {
            found.AddRange(await steps.Take(most - found.Count).ToListAsync(ct));
            if (found.Count == most)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Of an order by number the known ones alone say where to look.</summary>
    private async Task<List<Step>> OfKnownAsync(Stretch stretch, Group group, IEnumerable<int> inOrder, int most)
    {
        var found = new List<Step>();
        foreach (var numbers in inOrder.Chunk(Math.Max(most, Checked)))
        {
            // An order by nothing but the number holds each of them.
            var steps = stretch.Head.Length == 0 ? [.. numbers.Select(number => new Step { Value = number, Number = number })]
                : await stretch.Of(numbers).ToListAsync(ct);
            found.AddRange(await AskedAsync(group, steps));
            if (found.Count >= most)
            {
                break;
            }
        }

        return [.. found.Take(most)];
    }

    /// <summary>Reads the index in parts, of which those are asked for that may match, until there are enough or all that may match were met.</summary>
    private async Task<List<Step>> AmongAsync(Stretch stretch, Group group, object[]? keys, int most)
    {
        var (found, met, wanted) = (new List<Step>(), 0, Checked);
        List<Step> read;
        do
        {
            read = [];
            foreach (var steps in stretch.After(keys, null))
            {
                read.AddRange(await steps.Take(wanted - read.Count).ToListAsync(ct));
                if (read.Count == wanted)
                {
                    break;
                }
            }

            var candidates = read.Where(step => group.MayHold(step.Number)).ToList();
            met += candidates.Count;
            found.AddRange(await AskedAsync(group, candidates));
            if (read.Count < wanted)
            {
                break;
            }

            (keys, wanted) = (stretch.Keys(read[^1]), MostRead);
        }
        while (found.Count < most && met < group.Known!.Count);

        return [.. found.Take(most)];
    }

    private async Task<IEnumerable<Step>> AskedAsync(Group group, List<Step> candidates)
    {
        if (candidates.Count == 0)
        {
            return [];
        }

        var numbers = candidates.Select(step => step.Number).ToArray();
        var asked = (await group.Asked.Where(version => EF.Parameter(numbers).Contains(version.Number)).Select(version => version.Number).ToListAsync(ct))
            .ToHashSet();
        return candidates.Where(step => asked.Contains(step.Number));
    }

    /// <summary>
    /// Whether a filter asks only what other tables hold, each looked up for a version: no index of versions can then be taken for it instead of that of the
    /// numbers, so that each need not be looked up by its number once more.
    /// </summary>
    private static bool IsBeside(FilterNode? node) => node switch
    {
        FilterAll all => all.Nodes.All(IsBeside),
        FilterAny any => any.Nodes.All(IsBeside),
        FilterNot not => IsBeside(not.Node),
        FilterComparison comparison => comparison.Field.Attribute is null or "stage" or "alias",
        _ => false,
    };

    /// <summary>The versions that are asked for, and the numbers that they are among, where these are known.</summary>
    private sealed record Group(IQueryable<ModelVersion> Asked, bool IsFiltered, HashSet<int>? Known)
    {
        /// <summary>Whether what is asked stands beside the versions, in other tables.</summary>
        public bool IsBeside { get; init; }

        public bool MayHold(int number) => Known?.Contains(number) != false;
    }
}
