using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Retirement;

/// <summary>What keeps a version or model from being retired: the code for programs, and the sentence that says what to do first.</summary>
internal sealed record Keeping(string Code, string Sentence)
{
    public RegistryException ToRefusal() => RegistryException.Conflict(Code, Sentence);
}

/// <summary>Rule 5: neither an occupant nor what a stage would go back to is archived, deleted or purged; nor is what is held deleted or purged.</summary>
internal static class RetirementRules
{
    public const int ReasonMaxLength = SlotInterval.ReasonMaxLength;

    private const int MostNamed = 3;

    /// <summary>Whatever use a version is of now; null when it is of none. To be asked under the model's lock by whoever changes it.</summary>
    public static async Task<Keeping?> WhyInUseAsync(RegistryDbContext db, Model model, ModelVersion version, CancellationToken ct)
    {
        var slots = (await db.OccupiedByVersionsAsync([version.Id], ct))[version.Id].Select(slot => slot.Name).ToList();
        if (slots.Count > 0)
        {
            return new Keeping("version_in_slot",
                $"v{version.Number.Text()} is in {Named(slots)} now. Put another version there or empty {(slots.Count == 1 ? "it" : "them")} first.");
        }

        return (await StageFallbacks.KeptAsync(db, model, ct)).TryGetValue(version.Id, out var sentence)
            ? new Keeping("version_is_fallback", $"{sentence} It stays until there is another to go back to.")
            : null;
    }

    public static Keeping? WhyHeld(ModelVersion version) => version.HeldAt is null
        ? null
        : new Keeping("version_held", $"v{version.Number.Text()} is held by {version.HeldByName}: {version.HoldReason?.TrimEnd('.')}. An admin can release "
            + "it.");

    public static async Task<Keeping?> WhyKeptAsync(RegistryDbContext db, Model model, ModelVersion version, CancellationToken ct) =>
        WhyHeld(version) ?? await WhyInUseAsync(db, model, version, ct);

    /// <summary>A model goes only when nothing is in its slots and none of its versions is held.</summary>
    public static async Task<Keeping?> WhyKeptAsync(RegistryDbContext db, Model model, CancellationToken ct)
    {
        var slots = (await db.OccupiedOfModelsAsync([model.Id], ct))[model.Id].Select(slot => $"{slot.Name} (v{slot.VersionNumber.Text()})").ToList();
        if (slots.Count > 0)
        {
            return new Keeping("model_in_use", $"'{model.Name}' still has a version in {Named(slots)}. Empty {(slots.Count == 1 ? "it" : "them")} first.");
        }

        var held = await db.Versions.IgnoreQueryFilters(Deletion.Filters).Where(version => version.ModelId == model.Id && version.HeldAt != null)
            .OrderBy(version => version.Number).Select(version => version.Number).Take(MostNamed + 1).ToListAsync(ct);
        return held.Count == 0
            ? null
            : new Keeping("version_held", $"{Named([.. held.Select(number => $"v{number.Text()}")], more: "more")} of '{model.Name}' "
                + $"{(held.Count == 1 ? "is" : "are")} held. An admin can release {(held.Count == 1 ? "it" : "them")}.");
    }

    /// <summary>What the actor would be told who tries, so that a page disables what a service would refuse.</summary>
    public static async Task<RetirementRefusals> RefusalsAsync(RegistryDbContext db, Actor actor, Model model, ModelVersion version, CancellationToken ct)
    {
        var mayNot = Rights.WhyNot(actor, Right.Retire, model.Place, version.CreatedById);
        var inUse = mayNot is null ? await WhyInUseAsync(db, model, version, ct) : null;
        return new RetirementRefusals(mayNot ?? inUse?.Sentence, mayNot, mayNot ?? WhyHeld(version)?.Sentence ?? inUse?.Sentence,
            Rights.WhyNot(actor, Right.Hold));
    }

    private static string Named(List<string> names, string? more = null) => names.Count switch
    {
        1 => names[0],
        <= MostNamed => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}",
        var count => $"{string.Join(", ", names.Take(MostNamed))} and {more ?? $"{(count - MostNamed).Text()} more"}",
    };
}
