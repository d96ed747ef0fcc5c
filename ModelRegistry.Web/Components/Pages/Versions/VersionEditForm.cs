using ModelRegistry.Core.Common;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>What of a version stays editable, while somebody types it.</summary>
public sealed class VersionEditForm
{
    public string Label { get; set; } = "";

    public string Description { get; set; } = "";

    public List<Pair> Tags { get; private init; } = [];

    public RegistryException? Refusal { get; set; }

    public static VersionEditForm Of(VersionView version) => new()
    {
        Label = version.Label ?? "",
        Description = version.Description,
        Tags = Pairs.Of(version.Tags),
    };

    public VersionEdit ToEdit(VersionView before) => new(
        Label.Trim() == (before.Label ?? "") ? null : Label.Trim(),
        Description == before.Description ? null : Description,
        Pairs.Changes(before.Tags, Pairs.ToDictionary(Tags, "tags")));
}
