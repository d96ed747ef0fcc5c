namespace ModelRegistry.Core.Views;

/// <summary>
/// How the versions of a model open for one person where the address says nothing: by the model's default view, else with the columns that this person
/// chose before. Null where there is none.
/// </summary>
public sealed record ListOpening(string? ViewQuery, string? Columns)
{
    public static ListOpening Usual { get; } = new(null, null);
}
