namespace ModelRegistry.Web.Components.Shared;

/// <summary>How the heads of a list ask for its order, as the address keeps it under <c>order</c>.</summary>
/// <param name="Usual">The order without asking.</param>
/// <param name="Up">What stands behind a field that is asked for ascending.</param>
/// <param name="Down">What stands behind one that is asked for descending.</param>
public sealed record ListSort(string Usual, string Up, string Down)
{
    /// <summary>
    /// What a click on the head of this field asks for: the first one brings the best, largest or newest up, the second turns it round. Null for what
    /// is shown without asking.
    /// </summary>
    public string? Next(string? order, string field, bool largestFirst)
    {
        var (first, second) = largestFirst ? (field + Down, field + Up) : (field + Up, field + Down);
        var next = (order ?? Usual) == first ? second : first;
        return next == Usual ? null : next;
    }

    /// <summary>The value of <c>aria-sort</c> for the head of a field.</summary>
    public string? Aria(string? order, string field) =>
        (order ?? Usual) == field + Up ? "ascending" : (order ?? Usual) == field + Down ? "descending" : null;
}
