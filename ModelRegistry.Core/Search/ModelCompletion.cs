using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Search;

/// <summary>
/// What models can be searched by, among those that the reader sees. Names and values of versions come from the models that changed last: those of all
/// versions have no order across models that could be read by an index.
/// </summary>
internal sealed class ModelCompletion(RegistryDbContext db, Actor actor, int most) : ICompletionSource
{
    private const int LookedAt = 50;
    private const int MostRead = 200;

    public IReadOnlyList<string> Fields { get; } =
        ["name", "owner", "stage", "alias", "status", "framework", "dataset", "label", "created", "updated", "description", "digest", "collection"];

    private IQueryable<Model> Visible => db.Models.VisibleTo(actor);

    private IQueryable<Model> Latest
    {
        get
        {
            var ids = Visible.OrderByDescending(model => model.UpdatedAt).ThenBy(model => model.NormalizedName).Select(model => model.Id).Take(LookedAt);
            return db.Models.Where(model => ids.Contains(model.Id));
        }
    }

    private IQueryable<ModelVersion> Newest => Latest.Join(db.Versions, model => new { model.Id, Number = model.LastVersionNumber },
        version => new { Id = version.ModelId, version.Number }, (_, version) => version);

    public bool Has(FilterField field) => ModelFilter.Has(field);

    public async Task<IReadOnlyList<string>> KeysAsync(string prefix, string start, CancellationToken ct)
    {
        var visible = Visible;
        return prefix switch
        {
            "metrics" => await SomeAsync(Newest.Join(db.Metrics.Where(metric => metric.IsCurrent), version => version.Id, metric => metric.VersionId,
                (_, metric) => metric.Name), start, ct),
            "params" => await SomeAsync(Newest.Join(db.VersionParameters, version => version.Id, row => row.VersionId, (_, row) => row.Name), start, ct),
            _ => await db.ModelTags.Where(tag => visible.Any(model => model.Id == tag.ModelId)).SkimAsync(tag => tag.Key, start, most, ct),
        };
    }

    public async Task<IReadOnlyList<string>> ValuesAsync(FilterField field, string start, CancellationToken ct)
    {
        var (key, visible) = (field.Key, Visible);
        switch ((CompletionQueries.Prefix(field), field.Attribute))
        {
            case ("tags", _):
                return VersionCompletion.Whole(await db.ModelTags.Where(tag => tag.Key == key && visible.Any(model => model.Id == tag.ModelId))
                    .SkimAsync(tag => tag.ValueStart, start, most, ct));
            case ("params", _):
                return await SomeAsync(Newest.Join(db.VersionParameters.Where(row => row.Name == key), version => version.Id, row => row.VersionId,
                    (_, row) => row.ValueStart), start, ct);
            case (_, "name"):
                return await NamesAsync(start, ct);
            case (_, "owner"):
                return await OwnersAsync(start.ToUpperInvariant(), ct);
            case (_, "collection"):
                var folded = ModelName.Normalize(start);
                var under = await db.Collections.VisibleTo(actor).Where(found => string.Compare(found.NormalizedPath, folded) >= 0)
                    .OrderBy(found => found.NormalizedPath).Take(most).Select(found => new { found.Path, found.NormalizedPath }).ToListAsync(ct);
                return [.. under.Where(found => found.NormalizedPath.StartsWith(folded, StringComparison.Ordinal)).Select(found => found.Path)];
            case (_, "stage"):
                return CompletionQueries.Beginning(await db.Stages.Where(stage => stage.ModelId == null).OrderBy(stage => stage.Position)
                    .Select(stage => stage.Name).ToListAsync(ct), start);
            case (_, "alias"):
                return await SomeAsync(Latest.Join(db.Slots.Where(slot => slot.Kind == SlotKind.Alias && slot.VersionId != null), model => model.Id,
                    slot => slot.ModelId, (_, slot) => slot.Name), start, ct);
            case (_, "framework"):
                return await SomeAsync(Newest.Where(version => version.Framework != null).Select(version => version.Framework!), start, ct);
            case (_, "dataset"):
                return await SomeAsync(Newest.Where(version => version.DatasetName != null).Select(version => version.DatasetName!), start, ct);
            case (_, "label"):
                return await SomeAsync(Newest.Where(version => version.Label != null).Select(version => version.Label!), start, ct);
            default:
                return CompletionQueries.Words(field, start);
        }
    }

    private async Task<IReadOnlyList<string>> NamesAsync(string start, CancellationToken ct)
    {
        var folded = ModelName.Normalize(start);
        var names = await Visible.Where(model => string.Compare(model.NormalizedName, folded) >= 0).OrderBy(model => model.NormalizedName).Take(most)
            .Select(model => new { model.Name, model.NormalizedName }).ToListAsync(ct);
        return [.. names.Where(name => name.NormalizedName.StartsWith(folded, StringComparison.Ordinal)).Select(name => name.Name)];
    }

    private async Task<IReadOnlyList<string>> OwnersAsync(string start, CancellationToken ct)
    {
        var visible = Visible;
        var people = await db.Users
            .Where(user => string.Compare(user.NormalizedEmail, start) >= 0 && visible.Any(model => model.OwnerId == user.Id))
            .OrderBy(user => user.NormalizedEmail).Take(most).Select(user => user.Email).ToListAsync(ct);
        return CompletionQueries.Beginning(people.OfType<string>(), start);
    }

    private async Task<IReadOnlyList<string>> SomeAsync(IQueryable<string> texts, string start, CancellationToken ct) =>
        [.. CompletionQueries.Beginning((await texts.Distinct().OrderBy(text => text).Take(MostRead).ToListAsync(ct)).OfType<string>(), start).Take(most)];
}
