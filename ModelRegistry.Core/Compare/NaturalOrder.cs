namespace ModelRegistry.Core.Compare;

/// <summary>Texts as people count: <c>9-17</c> before <c>18-25</c> and <c>v2</c> before <c>v10</c>; what is no digit goes by its code.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static readonly NaturalOrder Comparer = new();

    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var (digits, others) = (Digits(left), Digits(right));
            var order = digits > 0 && others > 0 ? Numbers(left[..digits], right[..others]) : left[0].CompareTo(right[0]);
            if (order != 0)
            {
                return order;
            }

            var both = digits > 0 && others > 0;
            left = left[(both ? digits : 1)..];
            right = right[(both ? others : 1)..];
        }

        // 007 and 7 count the same and are not the same text.
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(x, y);
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static int Numbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
    }
}
