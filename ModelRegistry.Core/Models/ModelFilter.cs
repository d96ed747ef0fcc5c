using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Models;

/// <summary>
/// What the search box and the API's <c>filter</c> understand: comparisons by <see cref="FilterSyntax"/>, or plain words that
/// must all occur in the name, description or a tag's value, without regard to case and width; quotes group words.
/// </summary>
internal static partial class ModelFilter
{
    public const int MaxLength = 2_000;
    public const int MostWords = 10;

    public static IQueryable<Model> Apply(IQueryable<Model> models, string? filter, RegistryDbContext db)
    {
        var text = Text.Check("filter", filter, MaxLength);
        var tokens = FilterSyntax.Tokenize(text);
        return FilterSyntax.IsMeant(tokens)
            ? FilterSyntax.Parse(text, tokens).Aggregate(models, (found, comparison) => Where(found, comparison, db))
            : Words(text).Aggregate(models, (found, word) => Where(found, word, db));
    }

    internal static IReadOnlyList<string> Words(string text)
    {
        var words = WordOrGroup().Matches(text);
        foreach (Match word in words)
        {
            if (word.Value[0] is '"' or '\'' && !word.Groups["group"].Success)
            {
                throw FilterSyntax.Refuse(word.Index, word.Length, "a closing quote for the one that opens here");
            }
        }

        return words.Count <= MostWords
            ? [.. words.Select(word => Text.Fold(word.Groups["group"] is { Success: true } group ? group.Value : word.Value)).Where(word => word.Length > 0)]
            : throw FilterSyntax.Refuse(words[MostWords].Index, words[MostWords].Length, $"at most {MostWords} words");
    }

    private static IQueryable<Model> Where(IQueryable<Model> models, string word, RegistryDbContext db)
    {
        var tagged = db.ModelTags.Where(tag => tag.NormalizedValue.Contains(word)).Select(tag => tag.ModelId);
        return models.Where(model => model.NormalizedName.Contains(word) || model.NormalizedDescription.Contains(word) || tagged.Contains(model.Id));
    }

    private static IQueryable<Model> Where(IQueryable<Model> models, FilterComparison comparison, RegistryDbContext db)
    {
        var sqlite = db.Database.IsSqlite();
        switch (comparison.Field)
        {
            case FilterField.Name:
                return Matching(models, nameof(Model.Name), nameof(Model.NormalizedName), comparison, sqlite);
            case FilterField.Description:
                return Matching(models, nameof(Model.Description), nameof(Model.NormalizedDescription), comparison, sqlite);
            case FilterField.Owner:
                var owners = Matching(db.Users, "Email", "NormalizedEmail", comparison, sqlite).Select(user => user.Id);
                return models.Where(model => owners.Contains(model.OwnerId));
            default:
                var tags = Matching(db.ModelTags.Where(tag => tag.Key == comparison.Key), nameof(ModelTag.Value), nameof(ModelTag.NormalizedValue), comparison,
                    sqlite);
                var tagged = tags.Select(tag => tag.ModelId);
                return models.Where(model => tagged.Contains(model.Id));
        }
    }

    /// <summary>
    /// The rows whose text compares so. Names of models and people are equal without regard to case wherever they are
    /// compared; other text is equal by the character, which SQL Server's <c>=</c> is not (it ignores spaces at the end).
    /// </summary>
    private static IQueryable<T> Matching<T>(IQueryable<T> rows, string exact, string folded, FilterComparison comparison, bool sqlite)
        where T : class
    {
        var isName = comparison.Field is FilterField.Name or FilterField.Owner;
        switch (comparison.Operator)
        {
            case FilterOperator.Equal or FilterOperator.NotEqual:
                var column = isName ? folded : exact;
                var value = LikePattern.Exactly(isName ? ModelName.Normalize(comparison.Value) : comparison.Value);
                return Matching(rows, column, value, sqlite, comparison.Operator == FilterOperator.NotEqual);
            case FilterOperator.ILike:
                var pattern = LikePattern.Parse(comparison.Value).Folded();
                return Matching(rows, folded, pattern, sqlite, negate: false);
            default:
                return Matching(rows, exact, LikePattern.Parse(comparison.Value), sqlite, negate: false);
        }
    }

    // LIKE minds the case on SQL Server, where every column has a binary collation, but not on SQLite; GLOB does there.
    private static IQueryable<T> Matching<T>(IQueryable<T> rows, string column, LikePattern pattern, bool sqlite, bool negate)
        where T : class
    {
        var (like, glob) = (pattern.ForLike, pattern.ForGlob);
        return (sqlite, negate) switch
        {
            (true, false) => rows.Where(row => EF.Functions.Glob(EF.Property<string>(row, column), glob)),
            (true, true) => rows.Where(row => !EF.Functions.Glob(EF.Property<string>(row, column), glob)),
            (false, false) => rows.Where(row => EF.Functions.Like(EF.Property<string>(row, column), like, LikePattern.Escape)),
            (false, true) => rows.Where(row => !EF.Functions.Like(EF.Property<string>(row, column), like, LikePattern.Escape)),
        };
    }

    [GeneratedRegex("""(?<quote>["'])(?<group>.*?)\k<quote>(?!\S)|\S+""")]
    private static partial Regex WordOrGroup();
}
