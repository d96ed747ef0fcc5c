using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>A metric's value as text, as <see cref="ShownNumber"/> writes it for everybody, where a format or a unit may not be known.</summary>
public static class MetricText
{
    public static string Of(double value, string? format = null, string? unit = null, double? beside = null) =>
        ShownNumber.Beside(value, beside, format ?? MetricDefinitions.PlainFormat, unit ?? "");

    public static string Difference(double difference, string? format = null, string? unit = null) =>
        ShownNumber.Difference(difference, format ?? MetricDefinitions.PlainFormat, unit ?? "");
}
