using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Metrics;

/// <summary>Tells what metrics were said to mean.</summary>
internal static class MetricSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<MetricDefined>((entry, defined) => For(entry, $"defined the metric {defined.After.Name}"))
        .Say<MetricReset>((entry, reset) => For(entry, $"took back the definition of the metric {reset.Before.Name}"));
}
