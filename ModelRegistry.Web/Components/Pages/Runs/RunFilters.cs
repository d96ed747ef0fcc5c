using System.Buffers;
using ModelRegistry.Core.Runs;

namespace ModelRegistry.Web.Components.Pages.Runs;

/// <summary>Filters in MLflow's grammar for what pages ask.</summary>
internal static class RunFilters
{
    private static readonly SearchValues<char> OfTheGrammar = SearchValues.Create("=<>'\"`");

    /// <summary>Names with this text in them, in whatever case; null: all.</summary>
    public static string? NameHolds(string? text) => string.IsNullOrWhiteSpace(text) ? null : $"name ILIKE {Quoted($"%{text.Trim()}%")}";

    /// <summary>What people type: words are looked for in the names of runs, all else is the grammar.</summary>
    public static string? OfRuns(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : IsWords(text) ? $"run_name ILIKE {Quoted($"%{text.Trim()}%")}" : text;

    /// <summary>These runs alone.</summary>
    public static string Among(IEnumerable<string> ids) => $"run_id IN ({string.Join(", ", ids.Select(Quoted))})";

    public static string ChildrenOf(string id) => $"tags.`mlflow.parentRunId` = {Quoted(id)}";

    /// <summary>The same filter, only of runs that were given this.</summary>
    public static string Given(string? filter, GivenParam given) => string.Join(" and ", new[]
    {
        OfRuns(filter),
        given.Value is { } value ? $"params.`{given.Name}` = {Quoted(value)}" : $"params.`{given.Name}` IS NULL",
    }.OfType<string>());

    private static bool IsWords(string text) => !text.AsSpan().ContainsAny(OfTheGrammar) && !text.Contains(" like ", StringComparison.OrdinalIgnoreCase)
        && !text.Contains(" in ", StringComparison.OrdinalIgnoreCase) && !text.Contains(" is ", StringComparison.OrdinalIgnoreCase);

    // MLflow has no escape: a text with both kinds of quotes cannot be written, and its single ones are left to match any character.
    private static string Quoted(string text) => !text.Contains('\'', StringComparison.Ordinal) ? $"'{text}'"
        : !text.Contains('"', StringComparison.Ordinal) ? $"\"{text}\"" : $"'{text.Replace('\'', '_')}'";
}
