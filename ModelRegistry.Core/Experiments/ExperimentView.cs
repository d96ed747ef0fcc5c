using System.Globalization;
using System.Text.Json.Serialization;
using ModelRegistry.Core.Access;

namespace ModelRegistry.Core.Experiments;

/// <summary>An experiment as pages and doors show it.</summary>
public sealed record ExperimentView(
    int Id,
    string Name,
    string ArtifactLocation,
    bool Restricted,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? DeletedAt,
    IReadOnlyDictionary<string, string> Tags,
    Place Place = default)
{
    /// <summary>The path of its collection; the root is <c>/</c>.</summary>
    public string Collection { get; init; } = Access.Collection.Root;

    /// <summary>Whether it is restricted, by itself or by its collection.</summary>
    public bool Closed => Place.Closed;

    /// <summary>Its number as clients of MLflow write it.</summary>
    [JsonIgnore]
    public string IdText => Id.ToString(CultureInfo.InvariantCulture);

    internal static ExperimentView Of(Experiment experiment, IEnumerable<ExperimentTag> tags, string? collection) => new(experiment.Id, experiment.Name,
        experiment.ArtifactLocation, experiment.Restricted, experiment.CreatedAt, experiment.CreatedByName, experiment.UpdatedAt, experiment.DeletedAt,
        tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).ToDictionary(tag => tag.Key, tag => tag.Value), experiment.Place)
    {
        Collection = collection ?? Access.Collection.Root,
    };
}

/// <summary>An experiment to be made; its files are always kept here, so that another location is refused.</summary>
public sealed record NewExperiment(string Name, string? ArtifactLocation = null, IReadOnlyDictionary<string, string>? Tags = null, bool Restricted = false,
    string? Collection = null);

/// <summary>Whether what is deleted is looked at.</summary>
public enum Lifecycle
{
    Active = 1,
    Deleted = 2,
    All = 3,
}

/// <summary>A page of experiments, as clients of MLflow ask for it.</summary>
public sealed record ExperimentSearch(
    string? Filter = null, IReadOnlyList<string>? OrderBy = null, Lifecycle View = Lifecycle.Active, int MaxResults = 1_000, string? PageToken = null)
{
    public const int Most = 50_000;

    internal string Question(Actor actor) => string.Join('\n', ["experiments", Filter ?? "", $"{View}", $"{actor.UserId}", .. OrderBy ?? []]);
}
