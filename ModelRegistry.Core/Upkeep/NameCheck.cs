using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Upkeep;

/// <summary>What every model is called, and the names that are reserved for it, against the events that gave them.</summary>
internal static class NameCheck
{
    private const int Batch = 200;

    private static readonly EventSet Made = new(typeof(ModelCreated));
    private static readonly EventSet Renames = new(typeof(ModelRenamed));

    public static async Task RunAsync(CheckScope scope, CancellationToken ct)
    {
        scope.Progress.Step("Checking the names of models against their events.");
        var renames = await ReadRenamesAsync(scope, ct);
        for (var after = Guid.Empty; ;)
        {
            var models = await scope.Db.Models.IgnoreQueryFilters().Where(model => model.Id.CompareTo(after) > 0).OrderBy(model => model.Id).Take(Batch)
                .Select(model => new NamedModel(model.Id, model.Name, model.NormalizedName, model.CreatedAt,
                    model.Names.OrderBy(reserved => reserved.NormalizedName).Select(reserved => reserved.NormalizedName).ToList())).ToListAsync(ct);
            var made = await scope.Db.AtAsync(Made, models.Select(model => model.CreatedAt), ct);
            foreach (var model in models)
            {
                Check(scope.Log, model, made[model.CreatedAt].FirstOrDefault(told => told.ModelId == model.Id), renames[model.Id]);
            }

            if (models.Count < Batch)
            {
                break;
            }

            after = models[^1].Id;
        }
    }

    /// <summary>Few, even in a large company: all of them fit into memory.</summary>
    private static async Task<ILookup<Guid, TrailEvent>> ReadRenamesAsync(CheckScope scope, CancellationToken ct)
    {
        var all = new List<TrailEvent>();
        await foreach (var batch in scope.Db.WalkAsync(Renames, null, ct))
        {
            all.AddRange(batch.Where(told => told.ModelId is not null));
        }

        return all.ToLookup(told => told.ModelId!.Value);
    }

    private static void Check(FindingLog log, NamedModel model, TrailEvent? made, IEnumerable<TrailEvent> renames)
    {
        var place = new Place(Model: model.Name);
        if (made?.Event is not ModelCreated { After.Name: var first })
        {
            log.Error("model_unrecorded", $"The model '{model.Name}' is there, but the audit trail does not say who registered it.", place);
            return;
        }

        var (seq, names) = (made.Seq, new List<string> { first });
        foreach (var told in renames)
        {
            seq = told.Seq;
            names.Add(((ModelRenamed)told.Event).After.Name);
        }

        if (model.Name != names[^1] || model.NormalizedName != ModelName.Normalize(names[^1]))
        {
            log.Error("model_name_differs", $"A model is called '{model.Name}', but the audit trail last called it '{names[^1]}'.", place with { Seq = seq });
        }

        var reserved = names.Select(ModelName.Normalize).Distinct().Order(StringComparer.Ordinal).ToList();
        if (!model.Names.Order(StringComparer.Ordinal).SequenceEqual(reserved))
        {
            log.Error("reserved_names_differ", $"Reserved for the model '{model.Name}' are {Listed(model.Names)}, but the audit trail says {Listed(reserved)}.",
                place with { Seq = seq });
        }
    }

    private static string Listed(List<string> names) => names.Count == 0 ? "no names" : string.Join(", ", names.Select(name => $"'{name}'"));

    private sealed record NamedModel(Guid Id, string Name, string NormalizedName, DateTimeOffset CreatedAt, List<string> Names);
}
