namespace ModelRegistry.Core.Experiments;

/// <summary>An experiment was restored; what was deleted of it comes back.</summary>
internal sealed record RestoredExperiment(int ExperimentId);
