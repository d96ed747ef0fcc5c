using System.Text.Json.Serialization;

namespace ModelRegistry.Core.Models;

/// <summary>A model as lists, pages and the API show it, with the slots that are occupied and the number of the version in each.</summary>
public sealed record ModelView(
    string Name,
    string Description,
    string Owner,
    IReadOnlyDictionary<string, string> Tags,
    bool Restricted,
    string? PrimaryMetric,
    int? LatestVersion,
    IReadOnlyDictionary<string, int> Slots,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset UpdatedAt)
{
    /// <summary>The path of where it lives.</summary>
    public string Collection { get; init; } = Access.Collection.Root;

    /// <summary>Whether only people with a grant see it, by its own restriction or by that of its collection.</summary>
    public bool Closed { get; init; }

    /// <summary>The model card in Markdown, empty where nobody wrote one; left out in lists, for which it is too long.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Card { get; init; }

    /// <summary>How often the card was changed; left out in lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? CardVersion { get; init; }
}

public sealed record NewModel(
    string Name,
    string? Description = null,
    IReadOnlyDictionary<string, string>? Tags = null,
    string? Owner = null,
    bool Restricted = false,
    string? PrimaryMetric = null,
    string? Collection = null);

/// <summary>
/// Changes of a model: what is null stays; the collection <c>/</c> is the root; an empty primary metric goes back to the automatic one; a tag set to null is
/// removed; an empty card is none.
/// </summary>
public sealed record ModelEdit(
    string? Description = null,
    string? Owner = null,
    bool? Restricted = null,
    string? PrimaryMetric = null,
    IReadOnlyDictionary<string, string?>? Tags = null,
    string? Card = null,
    string? Collection = null)
{
    /// <summary>The version of the card that was read: another by now refuses the change. Null asks for none.</summary>
    public int? CardVersion { get; init; }
}

/// <summary>What a list of models is asked for; <see cref="Version"/>: only those that have a version of this number.</summary>
public sealed record ModelSearch(string? Filter = null, string? OrderBy = null, int? PageSize = null, string? PageToken = null, int? Version = null)
{
    /// <summary>What a page token belongs to.</summary>
    internal string Question(Access.Actor actor) => $"models\n{Filter}\n{OrderBy}\n{Version}\n{actor.UserId}";
}
