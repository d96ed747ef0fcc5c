using ModelRegistry.Core.Access;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Web.Components.Pages.Runs;

/// <summary>Why somebody may not do something with an experiment and its runs, as sentences; null where they may.</summary>
/// <param name="Write">To tag runs and to write notes.</param>
/// <param name="Retire">To delete and restore runs and the experiment.</param>
/// <param name="Restrict">To change who sees it.</param>
/// <param name="Register">To make a version of a run.</param>
public sealed record RunRights(string? Write, string? Retire, string? Restrict, string? Register)
{
    public static RunRights Of(Actor actor, ExperimentView experiment) => new(
        experiment.DeletedAt is null ? ExperimentAccess.WhyNot(actor, ExperimentAct.Write, experiment.Place)
            : "The experiment is deleted. Restore it first.",
        ExperimentAccess.WhyNot(actor, ExperimentAct.Retire, experiment.Place),
        ExperimentAccess.WhyNot(actor, ExperimentAct.Restrict, experiment.Place),
        Rights.WhyNot(actor, Right.CreateModel));

    /// <summary>Of what is deleted nothing is changed until it is restored.</summary>
    public string? WriteTo(bool deleted) => deleted ? Write ?? "It is deleted. Restore it first." : Write;
}
