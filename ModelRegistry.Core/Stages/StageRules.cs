using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Stages;

/// <summary>The stages that apply before and after a change, to one model or to every model without stages of its own.</summary>
internal sealed record StageChange(Model? Model, List<Stage> Before, List<Stage> After)
{
    public string[] Removed => [.. Before.Select(stage => stage.NormalizedName).Except(After.Select(stage => stage.NormalizedName))];

    public string[] Added => [.. After.Select(stage => stage.NormalizedName).Except(Before.Select(stage => stage.NormalizedName))];
}

/// <summary>The names that a list of stages may hold.</summary>
internal static class StageNames
{
    private const string Field = "stages";

    public static IReadOnlyList<string> Check(IReadOnlyList<string> names)
    {
        if (names.Count is 0 or > Stage.Most)
        {
            throw RegistryException.Invalid(Field, "stages_count",
                $"A list of stages has 1 to {Stage.Most.Text()} names, in the order in which a version passes them.");
        }

        var twice = names.Select(name => SlotName.Check(Field, name)).GroupBy(SlotName.Normalize).FirstOrDefault(group => group.Count() > 1)?.First();
        return twice is null ? names : throw RegistryException.Invalid(Field, "stages_twice",
            $"The stage '{twice}' is in the list twice (case and width make no difference). Name it once.");
    }
}

/// <summary>What must hold when stages are added or removed, over all models that the list applies to.</summary>
internal static class StageRules
{
    private const int MostNamed = 3;

    /// <summary>A removed stage must be empty and asked for by nobody; the name of a new one must be no model's alias.</summary>
    public static async Task RequireUnusedAsync(RegistryTransaction transaction, StageChange change, CancellationToken ct)
    {
        var db = transaction.Db;
        var (removed, added) = (change.Removed, change.Added);
        var models = Concerned(db, change.Model);
        var occupied = db.Slots.Where(slot => slot.VersionId != null && removed.Contains(slot.NormalizedName)).Select(slot => slot.ModelId);
        var wanted = db.PromotionRequests.Where(request => !request.IsFinal && removed.Contains(request.NormalizedSlot)).Select(request => request.ModelId);
        var aliases = db.Slots.Where(slot => slot.VersionId != null && slot.Kind == SlotKind.Alias && added.Contains(slot.NormalizedName))
            .Select(slot => slot.ModelId);
        await RefuseAsync(transaction, models.Where(model => occupied.Contains(model.Id)), "stage_occupied",
            "A stage that would go still has a version in it, in {0}. Empty it first.", ct);
        await RefuseAsync(transaction, models.Where(model => wanted.Contains(model.Id)), "stage_requested",
            "A promotion request for a stage that would go is still open, in {0}. Decide or withdraw it first.", ct);
        await RefuseAsync(transaction, models.Where(model => aliases.Contains(model.Id)), "stage_name_used",
            "The name of a new stage is used as an alias, in {0}. Remove the alias or choose another name.", ct);
    }

    /// <summary>A stage always has a policy: one approval, until an admin publishes another.</summary>
    public static async Task PublishMissingPoliciesAsync(RegistryTransaction transaction, Model? model, IReadOnlyCollection<Stage> stages, CancellationToken ct)
    {
        var names = stages.Select(stage => stage.NormalizedName).ToArray();
        var modelId = model?.Id;
        var governed = await transaction.Db.PolicyVersions
            .Where(policy => names.Contains(policy.NormalizedSlot) && ((policy.ModelId == null && policy.CollectionId == null) || policy.ModelId == modelId))
            .Select(policy => policy.NormalizedSlot).Distinct().ToListAsync(ct);
        foreach (var stage in stages.Where(stage => !governed.Contains(stage.NormalizedName)))
        {
            var policy = FirstPolicy(transaction, stage);
            transaction.Db.PolicyVersions.Add(policy);
            transaction.Record(new PolicyPublished(model?.Ref, null, PolicyPublished.Policy.Of(policy), "The stage is new."));
        }
    }

    private static PolicyVersion FirstPolicy(RegistryTransaction transaction, Stage stage) => new()
    {
        Id = Guid.CreateVersion7(transaction.Now),
        ModelId = stage.ModelId,
        Slot = stage.Name,
        NormalizedSlot = stage.NormalizedName,
        Number = 1,
        ContentText = new PolicyContent().ToText(),
        PublishedAt = transaction.Now,
        PublishedById = transaction.Actor.UserId,
        PublishedByName = transaction.Actor.Name,
    };

    private static IQueryable<Model> Concerned(RegistryDbContext db, Model? model)
    {
        var modelId = model?.Id;
        return model is null
            ? db.Models.Where(found => !db.Stages.Any(own => own.ModelId == found.Id))
            : db.Models.Where(found => found.Id == modelId);
    }

    /// <summary>Refuses when there is such a model; names the first few that the actor may see and counts all.</summary>
    private static async Task RefuseAsync(RegistryTransaction transaction, IQueryable<Model> models, string code, string sentence, CancellationToken ct)
    {
        if (!await models.AnyAsync(ct))
        {
            return;
        }

        var count = await models.CountAsync(ct);
        var names = await models.VisibleTo(transaction.Actor).OrderBy(model => model.NormalizedName).Select(model => model.Name).Take(MostNamed)
            .ToListAsync(ct);
        var shown = string.Join(", ", names.Select(name => $"'{name}'"));
        var where = (names.Count, count - names.Count) switch
        {
            (0, _) => count == 1 ? "one model" : $"{count.Text()} models",
            (_, 0) => shown,
            (_, var more) => $"{shown} and {more.Text()} more",
        };
        throw RegistryException.Conflict(code, string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, where), "stages");
    }
}
