using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Metrics;

/// <summary>What a metric means changed, for the whole server.</summary>
public abstract record MetricDefinitionEvent : RegistryEvent;

[Event(EventSubject.Rules, "metric.defined", "Metric defined")]
public sealed record MetricDefined(MetricDefinition? Before, MetricDefinition After) : MetricDefinitionEvent;

/// <summary>After: the built-in definition that holds again, if there is one.</summary>
[Event(EventSubject.Rules, "metric.reset", "Metric definition taken back")]
public sealed record MetricReset(MetricDefinition Before, MetricDefinition? After) : MetricDefinitionEvent;
