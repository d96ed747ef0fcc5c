namespace ModelRegistry.Core.Metrics;

/// <summary>Where a definition comes from, in the order of their list.</summary>
public enum MetricOrigin
{
    /// <summary>An admin made or changed it.</summary>
    Changed,

    /// <summary>Nobody said what this metric is; it was seen among the newest values.</summary>
    Undefined,

    BuiltIn,
}

/// <summary>A definition in force as admins see it; who and when are null unless an admin made it.</summary>
public sealed record MetricDefinitionView(MetricDefinition Definition, MetricOrigin Origin, DateTimeOffset? ChangedAt = null, string? ChangedBy = null);
