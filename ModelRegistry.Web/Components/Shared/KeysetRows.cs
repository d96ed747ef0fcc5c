using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>
/// The rows of a list by their place, for scrolling, over pages of which each only names the next. A few pages are held, of the others their token: so a
/// person scrolls through any number of rows, back too, and each page costs what the first one costs.
/// </summary>
public sealed class KeysetRows<T>(Page<T> first)
{
    /// <summary>How many pages are held in memory.</summary>
    public const int MostHeld = 6;

    private readonly List<Stretch> _pages = [new(0, null, first.Items.Count) { Items = [.. first.Items] }];
    private string? _next = first.NextPageToken;
    private Task _turn = Task.CompletedTask; // of two that ask at once the second waits: it may find what the first has read

    /// <summary>Whether all rows are on the page that was read first.</summary>
    public bool IsWhole => _pages.Count == 1 && _next is null;

    /// <summary>How many rows are known to be there.</summary>
    public int Known => _pages[^1].End;

    public bool HasMore => _next is not null;

    /// <summary>How long the list looks: one page longer than what is known, as long as there is more.</summary>
    public int Length => Known + (HasMore ? Math.Max(1, _pages[0].Count) : 0);

    /// <summary>The rows that are in memory.</summary>
    public IEnumerable<T> Held => _pages.SelectMany(page => page.Items ?? []);

    /// <summary>The rows from a place on, at most so many as there are; pages that are not held are read.</summary>
    public async Task<IReadOnlyList<T>> GetAsync(int start, int count, Func<string?, Task<Page<T>>> read)
    {
        var (before, done) = (_turn, new TaskCompletionSource());
        _turn = done.Task;
        await before;
        try
        {
            while (_next is not null && Known < start + count)
            {
                var page = await read(_next);
                _pages.Add(new Stretch(Known, _next, page.Items.Count) { Items = [.. page.Items] });
                _next = page.NextPageToken;
                Forget(start);
            }

            List<T> rows = [];
            foreach (var page in _pages.Where(page => page.Start < start + count && page.End > start))
            {
                page.Items ??= [.. (await read(page.Token)).Items];
                rows.AddRange(page.Items.Skip(start - page.Start).Take(Math.Min(page.End, start + count) - Math.Max(page.Start, start)));
            }

            Forget(start);
            return rows;
        }
        finally
        {
            done.SetResult();
        }
    }

    /// <summary>Whether these rows are all in memory.</summary>
    public bool Holds(int start, int count) => (_next is null || start + count <= Known)
        && _pages.Where(page => page.Start < start + count && page.End > start).All(page => page.Items is not null);

    /// <summary>Replaces rows in place.</summary>
    public void Change(Func<T, T> change)
    {
        foreach (var page in _pages)
        {
            page.Items = page.Items?.ConvertAll(row => change(row));
        }
    }

    /// <summary>Takes rows out that are in memory; those behind them move up.</summary>
    public void Remove(Predicate<T> gone)
    {
        var start = 0;
        foreach (var page in _pages)
        {
            page.Count -= page.Items?.RemoveAll(gone) ?? 0;
            page.Start = start;
            start = page.End;
        }
    }

    private void Forget(int start)
    {
        foreach (var page in _pages.Where(page => page.Items is not null).OrderBy(page => Math.Abs(page.Start - start)).Skip(MostHeld))
        {
            page.Items = null;
        }
    }

    private sealed class Stretch(int start, string? token, int count)
    {
        public int Start { get; set; } = start;

        public int Count { get; set; } = count;

        public int End => Start + Count;

        public string? Token => token;

        public List<T>? Items { get; set; }
    }
}
