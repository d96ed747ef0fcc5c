using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Web.Components.Pages.Home;

/// <summary>What Home shows at one moment: the models that changed last with their primary metric, and the latest events.</summary>
public sealed record HomeView(
    IReadOnlyList<ModelView> Models,
    IReadOnlyDictionary<string, IReadOnlyList<SparkPoint>> Sparks,
    IReadOnlyList<AuditEntry> Activity,
    bool MayRegister)
{
    /// <summary>Newer numbers in the places that the reader knows; null when the places themselves changed.</summary>
    public HomeView? InPlace(HomeView newer)
    {
        var byName = newer.Models.ToDictionary(model => model.Name);
        return Models.Count == byName.Count && Models.All(model => byName.ContainsKey(model.Name))
            ? this with { Models = [.. Models.Select(model => byName[model.Name])], Sparks = newer.Sparks, MayRegister = newer.MayRegister }
            : null;
    }

    public bool ShowsTheSameAs(HomeView other) =>
        Models.Select(model => model.Name).SequenceEqual(other.Models.Select(model => model.Name))
        && Activity.Select(entry => entry.Seq).SequenceEqual(other.Activity.Select(entry => entry.Seq));
}
