using System.Text.Json.Serialization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Experiments;

/// <summary>What the trail keeps of an experiment.</summary>
public sealed record RecordedExperiment(int Id, string Name, bool Restricted)
{
    /// <summary>Where it is made or moved to; left out for the root.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Collection { get; init; }

    public static RecordedExperiment Of(Experiment experiment, string? collection = null) =>
        new(experiment.Id, experiment.Name, experiment.Restricted) { Collection = collection };
}

[Event(EventSubject.Experiments, "experiment.created", "Experiment created", Harmless = true)]
public sealed record ExperimentCreated(RecordedExperiment After) : RegistryEvent;

[Event(EventSubject.Experiments, "experiment.renamed", "Experiment renamed", Harmless = true)]
public sealed record ExperimentRenamed(RecordedExperiment Before, RecordedExperiment After) : RegistryEvent;

[Event(EventSubject.Experiments, "experiment.restricted", "Visibility of an experiment changed", Harmless = true)]
public sealed record ExperimentRestricted(RecordedExperiment Before, RecordedExperiment After) : RegistryEvent;

[Event(EventSubject.Experiments, "experiment.moved", "Experiment moved to another collection", Harmless = true)]
public sealed record ExperimentMoved(RecordedExperiment Before, RecordedExperiment After) : RegistryEvent;

[Event(EventSubject.Experiments, "experiment.deleted", "Experiment deleted with its runs", Harmless = true)]
public sealed record ExperimentDeleted(RecordedExperiment Before) : RegistryEvent;

[Event(EventSubject.Experiments, "experiment.restored", "Experiment restored with its runs", Harmless = true)]
public sealed record ExperimentRestored(RecordedExperiment After) : RegistryEvent;

/// <summary>Runs of an experiment logged something, were made or went. Open pages hear of it; it is not recorded.</summary>
public sealed record RunsChanged(int ExperimentId, string? RunId) : RegistryEvent;
