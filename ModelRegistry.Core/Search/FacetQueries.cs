using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Search;

/// <summary>
/// By what a list can be narrowed down, and how many rows each choice would leave. Counted among the first <see cref="LookedAt"/> rows that match, so that
/// it costs the same in a model of 200,000 versions; beyond, the counts are of these, and that is said.
/// </summary>
public sealed class FacetQueries(RegistryStore store, VersionPages pages)
{
    public const int LookedAt = 1_000;
    private const int MostValues = 8;
    private const int MostTags = 6;
    private const int MostPairs = 200;

    /// <summary>The newest versions of a model that match.</summary>
    public Task<Facets> OfVersionsAsync(string modelName, string? filter, bool archived, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var choices = FilterChoices.Read(filter, VersionFilter.Has, VersionFilter.Fields, "description", "label", "framework");
            var numbers = await pages.NewestAsync(db, model, filter, archived, LookedAt, actor, ct);
            var versions = db.Versions.Where(version => version.ModelId == model.Id && EF.Parameter(numbers).Contains(version.Number));
            // Counted here: grouped by the database, each version of the model would be read along the index of what they are grouped by.
            var kinds = await versions.Select(version => new { version.Status, version.Framework }).ToListAsync(ct);
            var stages = await versions.Join(db.Slots.Where(slot => slot.ModelId == model.Id && slot.Kind == SlotKind.Stage), version => (Guid?)version.Id,
                slot => slot.VersionId, (_, slot) => new Counted { Field = "stage", Value = slot.Name, Count = 1 }).ToListAsync(ct);
            var tags = await TopAsync(versions.Join(db.VersionTags, version => version.Id, tag => tag.VersionId,
                (_, tag) => new Pair { Key = tag.Key, Value = tag.ValueStart }), ct);
            return Build(choices, kinds.Count,
            [
                .. kinds.GroupBy(kind => kind.Status).Select(group => new Counted
                {
                    Field = "status",
                    Value = group.Key.ToString().ToUpperInvariant(),
                    Count = group.Count(),
                }),
                .. stages,
                .. kinds.Where(kind => kind.Framework is not null).GroupBy(kind => kind.Framework!).Select(group => new Counted
                {
                    Field = "framework",
                    Value = group.Key,
                    Count = group.Count(),
                }),
                .. tags,
            ]);
        }, ct);

    /// <summary>The models that changed last of those that match and that the reader sees.</summary>
    public Task<Facets> OfModelsAsync(string? filter, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var choices = FilterChoices.Read(filter, ModelFilter.Has, ModelFilter.Fields, "name", "description");
            // Found once, and counted in several ways.
            var ids = await db.Models.VisibleTo(actor).Matching(filter, db).OrderByDescending(model => model.UpdatedAt)
                .ThenByDescending(model => model.NormalizedName).Select(model => model.Id).Take(LookedAt).ToArrayAsync(ct);
            var models = db.Models.Where(model => EF.Parameter(ids).Contains(model.Id));
            var owners = await models.GroupBy(model => model.OwnerId).Select(group => new { Id = group.Key, Count = group.Count() })
                .Join(db.Users, owner => owner.Id, user => user.Id, (owner, user) => new Counted { Field = "owner", Value = user.Email!, Count = owner.Count })
                .ToListAsync(ct);
            var stages = await models.Join(db.Slots.Where(slot => slot.Kind == SlotKind.Stage && slot.VersionId != null), model => model.Id,
                    slot => slot.ModelId, (_, slot) => slot.Name)
                .GroupBy(name => name).Select(group => new Counted { Field = "stage", Value = group.Key, Count = group.Count() }).ToListAsync(ct);
            var frameworks = await models.Join(db.Versions.Where(version => version.Framework != null),
                    model => new { ModelId = model.Id, Number = model.ShownNumber }, version => new { version.ModelId, Number = (int?)version.Number },
                    (_, version) => version.Framework!)
                .GroupBy(name => name).Select(group => new Counted { Field = "framework", Value = group.Key, Count = group.Count() }).ToListAsync(ct);
            var tags = await TopAsync(models.Join(db.ModelTags, model => model.Id, tag => tag.ModelId,
                (_, tag) => new Pair { Key = tag.Key, Value = tag.ValueStart }), ct);
            return Build(choices, owners.Sum(owner => owner.Count), [.. stages, .. owners, .. frameworks, .. tags]);
        }, ct);

    /// <summary>The search for the models that the reader owns, or as it was without that.</summary>
    public static string? Mine(string? filter, Actor actor) =>
        FilterChoices.Read(filter, ModelFilter.Has, ModelFilter.Fields, "name", "description").Toggle(new FilterChoice("owner", actor.Name));

    private static async Task<List<Counted>> TopAsync(IQueryable<Pair> pairs, CancellationToken ct)
    {
        var counted = await pairs.GroupBy(pair => new { pair.Key, pair.Value })
            .Select(group => new { group.Key.Key, group.Key.Value, Count = group.Count() })
            .OrderByDescending(pair => pair.Count).ThenBy(pair => pair.Key).ThenBy(pair => pair.Value).Take(MostPairs).ToListAsync(ct);
        return
        [
            .. counted.Where(pair => pair.Value.Length < IndexedText.MaxLength - 1).GroupBy(pair => pair.Key).Take(MostTags)
                .SelectMany(group => group).Select(pair => new Counted { Field = $"tags.{pair.Key}", Value = pair.Value, Count = pair.Count }),
        ];
    }

    private static Facets Build(FilterChoices choices, int all, List<Counted> counted)
    {
        var chosen = choices.Chosen;
        // What is chosen stays to be taken back, also where nothing is left.
        var rows = counted.Concat(chosen.Where(choice => IsOffered(choice.Field) && !counted.Exists(row => row.Is(choice)))
            .Select(choice => new Counted { Field = choice.Field, Value = choice.Value }));
        return new Facets(
            [
                .. rows.GroupBy(row => row.Field).Select(group => new Facet(group.Key,
                [
                    .. group.Select(row => (Row: row, Choice: chosen.FirstOrDefault(row.Is))).OrderByDescending(pair => pair.Choice is not null)
                        .ThenByDescending(pair => pair.Row.Count).ThenBy(pair => pair.Row.Value, StringComparer.Ordinal).Take(MostValues)
                        .Select(pair => new FacetValue(pair.Row.Value, pair.Row.Count, pair.Choice is not null,
                            choices.Toggle(pair.Choice ?? new FilterChoice(group.Key, pair.Row.Value)))),
                ])),
            ], all, all == LookedAt);
    }

    private static bool IsOffered(string field) =>
        field is "status" or "stage" or "framework" or "owner" || field.StartsWith("tags.", StringComparison.Ordinal);

    private sealed class Pair
    {
        public string Key { get; init; } = "";

        public string Value { get; init; } = "";
    }

    private sealed class Counted
    {
        public string Field { get; init; } = "";

        public string Value { get; init; } = "";

        public int Count { get; init; }

        // Status, stages and people are equal without regard to case, as the filter compares them.
        public bool Is(FilterChoice choice) => Field == choice.Field && string.Equals(Value, choice.Value,
            Field is "status" or "stage" or "owner" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }
}
