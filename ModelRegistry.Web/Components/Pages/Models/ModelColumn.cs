namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>A column of the list of models, by the name that addresses use: one that every list of models can have, or a tag (<c>tags.team</c>).</summary>
public sealed record ModelColumn(string Field, string Title)
{
    public const string TagPrefix = "tags.";

    public static IReadOnlyList<ModelColumn> Usual { get; } =
    [
        new("production", "Production"), new("staging", "Staging"), new("latest", "Latest"), new("metric", "Primary metric"), new("trend", "Over versions"),
        new("owner", "Owner"), new("tags", "Tags"), new("updated", "Updated"),
    ];

    public static IReadOnlyList<ModelColumn> Fixed { get; } = [.. Usual, new("created", "Registered"), new("createdBy", "Registered by")];

    public bool IsTag => Field.StartsWith(TagPrefix, StringComparison.Ordinal);

    public bool IsNumber => Field is "production" or "staging" or "latest" or "metric" or "updated" or "created";

    /// <summary>The field of the order that its head sorts by; null when the list cannot be sorted by it.</summary>
    public string? SortField => Field switch
    {
        "updated" => "updatedAt",
        "created" => "createdAt",
        _ => null,
    };

    /// <summary>Null when no model can have it.</summary>
    public static ModelColumn? Of(string field) =>
        Fixed.FirstOrDefault(known => known.Field == field)
        ?? (field.Length > TagPrefix.Length && field.StartsWith(TagPrefix, StringComparison.Ordinal)
            ? new ModelColumn(field, field[TagPrefix.Length..]) : null);
}
