using System.Text.RegularExpressions;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Filters;

/// <summary>
/// A pattern of the filter grammar, written out for each database. Only <c>%</c> and <c>_</c> are placeholders; what else
/// a database takes for one (<c>[</c> on SQL Server, <c>*</c> and <c>?</c> in SQLite's GLOB) is escaped.
/// </summary>
internal sealed partial class LikePattern
{
    public const string Escape = "\\";

    private readonly List<Part> _parts;

    private LikePattern(List<Part> parts) => _parts = parts;

    /// <summary>How many runs of placeholders it has: what a match costs.</summary>
    public int Placeholders => _parts.Count(part => part.IsPlaceholder);

    /// <summary>What every match begins with.</summary>
    public string Start => _parts is [{ IsPlaceholder: false } first, ..] ? first.Text : "";

    /// <summary>For <c>LIKE … ESCAPE '\'</c> on either database; on SQLite that ignores the case of ASCII letters.</summary>
    public string ForLike => string.Concat(_parts.Select(part => part.IsPlaceholder ? part.Text : LikeSpecial().Replace(part.Text, @"\$0")));

    /// <summary>For SQLite's GLOB, which minds the case.</summary>
    public string ForGlob => string.Concat(_parts.Select(part => part.IsPlaceholder
        ? part.Text.Replace('_', '?').Replace('%', '*')
        : GlobSpecial().Replace(part.Text, "[$0]")));

    /// <summary>A run of placeholders means "at least so many characters", in whatever order it is written.</summary>
    public static LikePattern Parse(string pattern) => new([.. Pieces().Matches(pattern).Select(piece => piece.Value[0] is '%' or '_'
        ? new Part(new string('_', piece.Value.Count(c => c == '_')) + (piece.Value.Contains('%', StringComparison.Ordinal) ? "%" : ""), IsPlaceholder: true)
        : new Part(piece.Value, IsPlaceholder: false))]);

    /// <summary>The pattern that matches exactly this text.</summary>
    public static LikePattern Exactly(string text) => new([new Part(text, IsPlaceholder: false)]);

    /// <summary>Whether a text that the program itself knows matches.</summary>
    public bool Matches(string text, StringComparison comparison) => Regex.IsMatch(text,
        $"^{string.Concat(_parts.Select(part => part.IsPlaceholder
            ? part.Text.Replace('_', '.').Replace("%", ".*", StringComparison.Ordinal) : Regex.Escape(part.Text)))}$",
        (comparison == StringComparison.OrdinalIgnoreCase ? RegexOptions.IgnoreCase : RegexOptions.None) | RegexOptions.Singleline
            | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    /// <summary>The same pattern for folded text; the placeholders stay what they are.</summary>
    public LikePattern Folded() => new([.. _parts.Select(part => part.IsPlaceholder ? part : part with { Text = Text.Fold(part.Text) })]);

    [GeneratedRegex("[%_]+|[^%_]+")]
    private static partial Regex Pieces();

    [GeneratedRegex(@"[\\%_\[]")]
    private static partial Regex LikeSpecial();

    [GeneratedRegex(@"[*?\[]")]
    private static partial Regex GlobSpecial();

    private sealed record Part(string Text, bool IsPlaceholder);
}
