namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>
/// What is ticked in a list, as the address keeps it. A tick counts at once; the address comes back later, and the echo of an earlier tick must not undo a
/// later one for a moment.
/// </summary>
public sealed class Ticks<T>(Func<string?, SortedSet<T>> read, Func<IEnumerable<T>, string?> write)
{
    private readonly List<string?> _written = []; // addresses of ticks that the page has not come back with yet

    public SortedSet<T> Selected { get; private set; } = [];

    /// <summary>Takes over what the address says, unless it is such an echo.</summary>
    public void Adopt(string? address)
    {
        var echo = _written.IndexOf(address);
        if (echo >= 0)
        {
            _written.RemoveRange(0, echo + 1);
        }
        else if (_written.Count == 0)
        {
            Selected = read(address);
        }
    }

    /// <summary>Ticks exactly these; the address to go to.</summary>
    public string? Set(IEnumerable<T> items)
    {
        var before = write(Selected);
        Selected = [.. items];
        var address = write(Selected);
        if (address != before)
        {
            _written.Add(address);
        }

        return address;
    }

    public string? Toggle(T item) => Set(Selected.Contains(item) ? Selected.Where(other => !other!.Equals(item)) : Selected.Append(item));
}
