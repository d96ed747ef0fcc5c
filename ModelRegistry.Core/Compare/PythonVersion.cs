using System.Globalization;
using System.Numerics;

namespace ModelRegistry.Core.Compare;

/// <summary>
/// A version of a Python package by PEP 440 (packaging.python.org, "Version specifiers"), in its order: development releases before
/// pre-releases before the release before post-releases; a local version after the public one; 1.0 and 1.0.0 equal.
/// </summary>
public sealed class PythonVersion : IComparable<PythonVersion>, IEquatable<PythonVersion>
{
    private const int MostCharacters = 200;
    private const int MostDigits = 30;

    // Longer words first, because "rev" begins with "r".
    private static readonly (string Word, int Rank)[] PreWords =
        [("alpha", 0), ("beta", 1), ("preview", 2), ("pre", 2), ("rc", 2), ("a", 0), ("b", 1), ("c", 2)];

    private static readonly string[] PostWords = ["post", "rev", "r"];
    private static readonly string[] DevWords = ["dev"];

    private readonly BigInteger _epoch;
    private readonly List<BigInteger> _release = [];
    private readonly (int Rank, BigInteger Number)? _pre;
    private readonly BigInteger? _post;
    private readonly BigInteger? _dev;
    private readonly IReadOnlyList<string> _local = [];

    private PythonVersion(Reader reader)
    {
        reader.Skip('v');
        var first = reader.Number();
        if (reader.Skip('!'))
        {
            (_epoch, first) = (first, reader.Number());
        }

        _release.Add(first);
        while (reader.NumberAfter('.') is { } part)
        {
            _release.Add(part);
        }

        // Zeros at the end say nothing.
        while (_release.Count > 1 && _release[^1].IsZero)
        {
            _release.RemoveAt(_release.Count - 1);
        }

        if (reader.Word([.. PreWords.Select(pre => pre.Word)]) is { } pre)
        {
            _pre = (Array.Find(PreWords, known => known.Word == pre.Word).Rank, pre.Number);
        }

        _post = reader.NumberAfter('-') ?? reader.Word(PostWords)?.Number;
        _dev = reader.Word(DevWords)?.Number;
        _local = reader.Local();
        reader.End();
    }

    /// <summary>Null when the text is no version.</summary>
    public static PythonVersion? Read(string? text)
    {
        if (text is null || text.Length > MostCharacters)
        {
            return null;
        }

        try
        {
            return new PythonVersion(new Reader(text.Trim().ToLowerInvariant()));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public int CompareTo(PythonVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = _epoch.CompareTo(other._epoch);
        order = order != 0 ? order : Releases(_release, other._release);
        order = order != 0 ? order : PreKey.CompareTo(other.PreKey);
        order = order != 0 ? order : (_post ?? -1).CompareTo(other._post ?? -1);
        order = order != 0 ? order : DevKey.CompareTo(other.DevKey);
        return order != 0 ? order : Locals(_local, other._local);
    }

    public bool Equals(PythonVersion? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as PythonVersion);

    public override int GetHashCode() => HashCode.Combine(_epoch, _release[0], _release.Count, _pre, _post, _dev, _local.Count);

    public static bool operator ==(PythonVersion? left, PythonVersion? right) => left?.Equals(right) ?? right is null;

    public static bool operator !=(PythonVersion? left, PythonVersion? right) => !(left == right);

    public static bool operator <(PythonVersion left, PythonVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(PythonVersion left, PythonVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(PythonVersion left, PythonVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(PythonVersion left, PythonVersion right) => left.CompareTo(right) >= 0;

    // 1.0.dev1 comes before 1.0a1, 1.0a1 before 1.0, and 1.0.post1.dev1 after it.
    private (int Rank, BigInteger Number) PreKey => _pre ?? (_post is null && _dev is not null ? (-1, 0) : (3, 0));

    private (int IsRelease, BigInteger Number) DevKey => _dev is { } dev ? (0, dev) : (1, 0);

    private static int Releases(List<BigInteger> left, List<BigInteger> right) => Enumerable.Range(0, Math.Max(left.Count, right.Count))
        .Select(place => left.ElementAtOrDefault(place).CompareTo(right.ElementAtOrDefault(place))).FirstOrDefault(order => order != 0);

    /// <summary>Part by part: numbers by size and after words, words by their letters, the longer of two that begin alike after the shorter.</summary>
    private static int Locals(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        foreach (var (mine, theirs) in left.Zip(right))
        {
            var (number, other) = (char.IsAsciiDigit(mine[0]) && IsNumber(mine), char.IsAsciiDigit(theirs[0]) && IsNumber(theirs));
            var order = number && other ? Integer(mine).CompareTo(Integer(theirs))
                : number != other ? number.CompareTo(other)
                : string.CompareOrdinal(mine, theirs);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Count.CompareTo(right.Count);
    }

    private static bool IsNumber(string text) => !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static BigInteger Integer(string digits) => BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private sealed class Reader(string text)
    {
        private int _at;

        public bool Skip(char character)
        {
            var found = _at < text.Length && text[_at] == character;
            _at += found ? 1 : 0;
            return found;
        }

        public BigInteger Number() => Digits() is { Length: > 0 and <= MostDigits } digits ? Integer(digits) : throw new FormatException();

        /// <summary>The number behind this character; when there is none, nothing is read.</summary>
        public BigInteger? NumberAfter(char character)
        {
            var start = _at;
            if (Skip(character) && _at < text.Length && char.IsAsciiDigit(text[_at]))
            {
                return Number();
            }

            _at = start;
            return null;
        }

        /// <summary>One of these words with its number, which is 0 when it is left out; dots, hyphens and underscores may stand around the word.</summary>
        public (string Word, BigInteger Number)? Word(string[] words)
        {
            var start = _at;
            Separator();
            var word = Array.Find(words, known => text.AsSpan(_at).StartsWith(known, StringComparison.Ordinal));
            if (word is null)
            {
                _at = start;
                return null;
            }

            _at += word.Length;
            var behind = _at;
            Separator();
            if (_at < text.Length && char.IsAsciiDigit(text[_at]))
            {
                return (word, Number());
            }

            _at = behind;
            return (word, 0);
        }

        public IReadOnlyList<string> Local()
        {
            if (!Skip('+'))
            {
                return [];
            }

            var parts = text[_at..].Split('.', '-', '_');
            _at = text.Length;
            return Array.TrueForAll(parts, part => part.Length is > 0 and <= MostDigits && part.All(char.IsAsciiLetterOrDigit))
                ? parts
                : throw new FormatException();
        }

        public void End()
        {
            if (_at != text.Length)
            {
                throw new FormatException();
            }
        }

        private void Separator() => _at += _at < text.Length && text[_at] is '.' or '-' or '_' ? 1 : 0;

        private string Digits()
        {
            var start = _at;
            while (_at < text.Length && char.IsAsciiDigit(text[_at]))
            {
                _at++;
            }

            return text[start.._at];
        }
    }
}
