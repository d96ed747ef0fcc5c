using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Rollbacks;

namespace ModelRegistry.Web.Components.Pages.Home;

/// <summary>What Home shows at one moment: the models that changed last with their primary metric, and the latest events.</summary>
public sealed record HomeView(
    IReadOnlyList<ModelView> Models,
    IReadOnlyDictionary<string, IReadOnlyList<SparkPoint>> Sparks,
    IReadOnlyList<AuditEntry> Activity,
    bool MayRegister)
{
    public Needs Needs { get; init; } = new(0, [], []);

    public ProductionView Production { get; init; } = new([], new Dictionary<string, IReadOnlyList<SparkPoint>>());

    /// <summary>Newer numbers in the places that the reader knows; null when the places themselves changed.</summary>
    public HomeView? InPlace(HomeView newer)
    {
        var byName = newer.Models.ToDictionary(model => model.Name);
        return Models.Count == byName.Count && Models.All(model => byName.ContainsKey(model.Name))
            ? Beside(newer) with { Models = [.. Models.Select(model => byName[model.Name])], Sparks = newer.Sparks, MayRegister = newer.MayRegister }
            : null;
    }

    /// <summary>The same models and events beside what newly needs the reader and is newly in production, which never waits for a click.</summary>
    public HomeView Beside(HomeView newer) => this with { Needs = newer.Needs, Production = newer.Production };

    public bool ShowsTheSameAs(HomeView other) =>
        Models.Select(model => model.Name).SequenceEqual(other.Models.Select(model => model.Name))
        && Activity.Select(entry => entry.Seq).SequenceEqual(other.Activity.Select(entry => entry.Seq));
}

/// <summary>The reviews that wait for the reader, how many they are and the first of them; and what else of theirs asks for a look.</summary>
public sealed record Needs(int Count, IReadOnlyList<Need> Reviews, IReadOnlyList<Need> Others);

/// <summary>Something that waits for the reader: where it is, what it is, and why it waits.</summary>
public sealed record Need(string Href, string Text, string Why, DateTimeOffset At);

/// <summary>What is in production now, with the numbers behind the small charts.</summary>
public sealed record ProductionView(IReadOnlyList<InProduction> Rows, IReadOnlyDictionary<string, IReadOnlyList<SparkPoint>> Sparks)
{
    public ProductionCount Count { get; init; } = new(0, 0, 0);
}
