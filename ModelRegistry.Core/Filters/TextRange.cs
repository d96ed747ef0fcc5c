using System.Linq.Expressions;

namespace ModelRegistry.Core.Filters;

/// <summary>From where to where an index holds the texts that begin in one way; the end is not among them.</summary>
internal sealed record TextRange(string From, string End)
{
    // What follows a letter of ASCII is the next one in every encoding; of others the databases think differently.
    private const char Last = '~';

    /// <summary>The range of what begins with <paramref name="start"/>; null where nothing can be said.</summary>
    public static TextRange? Of(string start)
    {
        var length = start.AsSpan().IndexOfAnyExceptInRange('\0', (char)(Last - 1));
        var from = length < 0 ? start : start[..length];
        return from.Length == 0 ? null : new TextRange(from, $"{from[..^1]}{(char)(from[^1] + 1)}");
    }

    public Expression<Func<T, bool>> Holds<T>(Expression<Func<T, string?>> column) => Expression.Lambda<Func<T, bool>>(
        Expression.AndAlso(KeysetBound.Compare(column.Body, Parameter.Of(From), descending: false, orEqual: true),
            KeysetBound.Compare(column.Body, Parameter.Of(End), descending: true, orEqual: false)), column.Parameters);
}
