using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Experiments;

/// <summary>What somebody does with an experiment, its runs or their files.</summary>
public enum ExperimentAct
{
    Read,

    /// <summary>Log, tag and attach files.</summary>
    Write,

    /// <summary>Rename it, delete and restore it or a run of it.</summary>
    Retire,
    Restrict,
}

/// <summary>
/// Who sees an experiment, and who may do what with it and its runs: asked here by every door. The same rule as for models: whose it is, and
/// whoever holds a grant that reaches it. What somebody may not see is not there for them.
/// </summary>
public static class ExperimentAccess
{
    public static IQueryable<Experiment> VisibleExperiments(this RegistryDbContext db, Actor actor) => db.Experiments.VisibleTo(actor);

    internal static IQueryable<Experiment> VisibleTo(this IQueryable<Experiment> experiments, Actor actor) => SightOf(actor) switch
    {
        Sight.Nothing => experiments.Where(_ => false),
        Sight.Everything => experiments.Within(actor.Token),
        _ => experiments.Within(actor.Token).Open(actor.UserId, Reach.Of(actor.Grants)),
    };

    private static IQueryable<Experiment> Within(this IQueryable<Experiment> experiments, TokenGrant? token)
    {
        if (token is not { IsLimited: true })
        {
            return experiments;
        }

        var collections = token.Reach.Collections;
        return experiments.Where(experiment => experiment.CollectionId != null && collections.Contains(experiment.CollectionId.Value));
    }

    private static IQueryable<Experiment> Open(this IQueryable<Experiment> experiments, Guid? me, Reach granted) => granted.Everywhere ? experiments
        : granted.Collections.Length == 0 ? experiments.Where(experiment => !experiment.Closed || experiment.CreatedById == me)
        : experiments.Where(experiment => !experiment.Closed || experiment.CreatedById == me
            || (experiment.CollectionId != null && granted.Collections.Contains(experiment.CollectionId.Value)));

    /// <summary>The same of one that was read: each call that logs asks it, and a filter that depends on who asks is translated anew for each.</summary>
    internal static bool Sees(Actor actor, Experiment experiment) => SightOf(actor) switch
    {
        Sight.Nothing => false,
        _ when !IsWithin(actor.Token, experiment) => false,
        Sight.Everything => true,
        _ => !experiment.Closed || experiment.CreatedById == actor.UserId || actor.Grants.Any(grant => grant.Covers(experiment.Place)),
    };

    private static bool IsWithin(TokenGrant? token, Experiment experiment) => token is not { IsLimited: true }
        || (experiment.CollectionId is { } collection && token.Collections?.Contains(collection) == true);

    /// <summary>Refuses who may not do this, once they see the experiment; without a <paramref name="place"/> where nothing is restricted.</summary>
    public static void Require(Actor actor, ExperimentAct act, Place place = default) => Rights.Require(actor, RightOf(act), place);

    /// <summary>Why not, as a sentence; null when they may.</summary>
    public static string? WhyNot(Actor actor, ExperimentAct act, Place place = default) => Rights.WhyNot(actor, RightOf(act), place);

    /// <summary>The same as <see cref="Require"/> of what belongs to the experiment of that number.</summary>
    internal static async Task RequireAsync(RegistryDbContext db, Actor actor, ExperimentAct act, int experimentId, CancellationToken ct) =>
        Require(actor, act, (await db.Experiments.SingleAsync(experiment => experiment.Id == experimentId, ct)).Place);

    /// <summary>The experiment of that number, or the same "not found" whether it does not exist or may not be seen.</summary>
    internal static async Task<Experiment> FindExperimentAsync(this RegistryDbContext db, Actor actor, string id, CancellationToken ct)
    {
        var number = NumberOf(id);
        return await db.VisibleExperiments(actor).SingleOrDefaultAsync(experiment => experiment.Id == number, ct) ?? throw NotFound(id);
    }

    /// <summary>The same for a change of it: others who change experiments wait from before it is read.</summary>
    internal static async Task<Experiment> TakeExperimentAsync(this RegistryDbContext db, Actor actor, string id, ExperimentAct act, CancellationToken ct)
    {
        await db.TakeTurnAsync(Tracked.Experiments, ct);
        var number = NumberOf(id);
        var experiment = await db.VisibleExperiments(actor).AsTracking().SingleOrDefaultAsync(found => found.Id == number, ct) ?? throw NotFound(id);
        Require(actor, act, experiment.Place);
        return experiment;
    }

    internal static void RequireActive(this Experiment experiment)
    {
        if (experiment.DeletedAt is not null)
        {
            throw Deleted(experiment.IdText);
        }
    }

    internal static RegistryException Deleted(string id) => RegistryException.Invalid("experiment_id", "experiment_deleted",
        $"The experiment {id} must be in the 'active' state. It is deleted: restore it first, or use another experiment.");

    internal static RegistryException NotFound(string id) =>
        RegistryException.NotFound("experiment_not_found", $"No Experiment with id={id} exists, or you may not see it.");

    /// <summary>Refuses what no experiment can have as a number.</summary>
    internal static int NumberOf(string id)
    {
        if (id.Length == 0 || !id.All(char.IsAsciiDigit))
        {
            throw RegistryException.Invalid("experiment_id", "experiment_id_invalid",
                $"Invalid experiment ID: '{IndexedText.StartOf(id)}'. It is a whole number, such as 0.");
        }

        return int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw NotFound(id);
    }

    // A token that is limited to models alone sees no experiment; one of collections those that lie in them.
    private static Sight SightOf(Actor actor) => actor.Token is { IsLimited: true, Collections: null }
        || (actor.Roles.Count == 0 && !actor.IsSystem) ? Sight.Nothing
        : actor.IsSystem || actor.Is(Roles.Admin) || actor.Is(Roles.Auditor) ? Sight.Everything : Sight.OwnAndOpen;

    private static Right RightOf(ExperimentAct act) => act switch
    {
        ExperimentAct.Read => Right.Browse,
        ExperimentAct.Write => Right.LogRuns,
        ExperimentAct.Retire => Right.RetireRuns,
        _ => Right.RestrictExperiment,
    };

    private enum Sight
    {
        Nothing,
        OwnAndOpen,
        Everything,
    }
}
