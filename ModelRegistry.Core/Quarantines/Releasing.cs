using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Quarantines;

/// <summary>
/// Who may release a version: a reviewer who had no hand in it (rule 8), nor in any version that the same quarantines hold. Else
/// somebody could register their own bytes again and have them released through the copy.
/// </summary>
internal static class Releasing
{
    private const int Named = 3;

    /// <summary>Why the actor may not release these quarantines by way of this version, and who may; null when they may.</summary>
    public static async Task<string?> WhyNotAsync(RegistryDbContext db, Actor actor, FoundVersion found, IReadOnlyCollection<Quarantine> held,
        CancellationToken ct)
    {
        if (Rights.WhyNot(actor, Right.ReleaseQuarantine, found.Model.Place) is { } refusal)
        {
            return refusal;
        }

        var involved = await InvolvedAsync(db, found.Version, held, ct);
        var why = involved.Where(person => person.UserId == actor.UserId).Select(person => person.WhyYou).Distinct().ToList();
        return why.Count == 0 ? null : $"You may not release this, because you {string.Join(" and ", why)}. {await WhoCanAsync(db, found.Model, involved, ct)}";
    }

    /// <summary>Everybody who had a hand in this version or in another that the same quarantines hold.</summary>
    public static async Task<IReadOnlyList<Involved>> InvolvedAsync(RegistryDbContext db, ModelVersion version, IReadOnlyCollection<Quarantine> held,
        CancellationToken ct)
    {
        var own = await Involvement.OfVersionAsync(db, version.Id, ct);
        var others = await db.VersionsHeldBy(held).Where(other => other.Id != version.Id).Select(other => other.Id).ToArrayAsync(ct);
        var elsewhere = await Involvement.OfVersionsAsync(db, others, ct);
        // In words that say nothing of the other version: it may be in a model that the reader may not see.
        return [.. own, .. elsewhere.Where(person => own.All(known => known.UserId != person.UserId))
            .Select(person => person with { Why = "had a hand in another version with the same files", Yours = null }).Distinct()];
    }

    /// <summary>The eligible reviewers in a sentence, the first of them by name.</summary>
    public static async Task<string> WhoCanAsync(RegistryDbContext db, Model model, IReadOnlyList<Involved> involved, CancellationToken ct)
    {
        var pool = await Reviewers.ReadAsync(db, model, null, involved, ct);
        return pool.Count switch
        {
            0 => "No other reviewer is free of a hand in it; an admin can give somebody the Reviewer role.",
            <= Named => $"{string.Join(" or ", pool.Names)} can.",
            _ => $"{string.Join(", ", pool.Names.Take(Named))} or another reviewer can.",
        };
    }
}
