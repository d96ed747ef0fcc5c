using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>The columns of a list of versions, and those that the address names and no version has.</summary>
public sealed record ShownColumns(IReadOnlyList<VersionColumn> Columns, IReadOnlyList<string> LeftOut)
{
    public static ShownColumns None { get; } = new([], []);

    /// <param name="chosen">What the address says; null: the usual ones.</param>
    /// <param name="first">The rows that are shown first.</param>
    /// <param name="primary">The model's primary metric.</param>
    /// <param name="definitions">How metrics are read.</param>
    /// <param name="missing">Those of the fields that no version of the model has; asked only for what none of the first rows has.</param>
    public static async Task<ShownColumns> ReadAsync(string? chosen, IReadOnlyCollection<VersionView> first, string? primary, MetricDefinitions definitions,
        Func<IReadOnlyList<string>, Task<IReadOnlyList<string>>> missing)
    {
        if (chosen is null)
        {
            return new ShownColumns(VersionColumns.Of(first, primary, definitions), []);
        }

        var named = ColumnList.Read(chosen).Select(field => (Field: field, Column: VersionColumn.Of(field, definitions))).ToList();
        var empty = named.Where(name => name.Column is { } column && name.Field.Contains('.', StringComparison.Ordinal)
            && !first.Any(version => VersionColumns.Has(version, column))).Select(name => name.Field).ToList();
        var gone = empty.Count == 0 ? [] : await missing(empty);
        return new ShownColumns(
            [.. named.Select(name => name.Column).OfType<VersionColumn>().ExceptBy(gone, column => column.Field)],
            [.. named.Where(name => name.Column is null || gone.Contains(name.Field)).Select(name => name.Field)]);
    }
}
