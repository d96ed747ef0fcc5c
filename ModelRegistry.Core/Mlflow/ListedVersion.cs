using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Mlflow;

/// <summary>A version with the name of its model, as lists over many models find it.</summary>
internal sealed class ListedVersion
{
    public required string Name { get; init; }

    public required string NormalizedName { get; init; }

    public required ModelVersion Version { get; init; }

    /// <summary>Versions of these models.</summary>
    public static IQueryable<ListedVersion> Of(IQueryable<Model> models, IQueryable<ModelVersion> versions) => versions.Join(
        models, version => version.ModelId, model => model.Id,
        (version, model) => new ListedVersion { Name = model.Name, NormalizedName = model.NormalizedName, Version = version });

    /// <summary>Where no list goes on after it.</summary>
    public static IQueryable<Keyed<ListedVersion>> Keyless(IQueryable<ListedVersion> rows) =>
        rows.Select(row => new Keyed<ListedVersion> { Row = row, Keys = new object[0] });
}

/// <summary>A version with whether it is labelled as archived, as <see cref="ModelVersionViews"/> needs it.</summary>
internal sealed class StagedVersion
{
    public required string Model { get; init; }

    public required ModelVersion Version { get; init; }

    public required bool IsArchived { get; init; }

    /// <summary>By which a list goes on after it.</summary>
    public required object[] Keys { get; init; }
}
