using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Models;

/// <summary>What grants let people do with models, as rows: for questions about others than who acts (<see cref="Actor.Grants"/> says it of them).</summary>
internal static class GrantedModels
{
    /// <summary>A row for each person, model and stage, of grants that let them review it.</summary>
    public static IQueryable<ReviewingGrant> Reviewing(RegistryDbContext db) =>
        from held in HeldGrants.All(db)
        where held.Right == GrantRight.Review || held.Right == GrantRight.Own
        from model in db.Models
        where held.ModelId == model.Id
            || (held.ModelId == null && (held.CollectionId == null
                || db.CollectionAncestors.Any(link => link.CollectionId == model.CollectionId && link.AncestorId == held.CollectionId)))
        select new ReviewingGrant { PersonId = held.PersonId, ModelId = model.Id, NormalizedStage = held.NormalizedStage };

    /// <summary>The people who see the model by a grant.</summary>
    public static IQueryable<Guid> Seeing(RegistryDbContext db, Model model) => Seeing(db, model.Id, model.CollectionId);

    /// <summary>The people who see, by a grant, a model (null: one that is not there yet) that lies in this collection (null: the root).</summary>
    public static IQueryable<Guid> Seeing(RegistryDbContext db, Guid? model, Guid? collection) =>
        HeldGrants.All(db).Where(held => (held.ModelId != null && held.ModelId == model) || (held.ModelId == null && (held.CollectionId == null
            || db.CollectionAncestors.Any(link => link.CollectionId == collection && link.AncestorId == held.CollectionId)))).Select(held => held.PersonId);
}

/// <summary>Somebody and a model that a grant lets them review, at all of its stages or at one.</summary>
internal sealed class ReviewingGrant
{
    public required Guid PersonId { get; init; }

    public required Guid ModelId { get; init; }

    public required string? NormalizedStage { get; init; }
}
