using Bunit;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Components.Pages.Promotions;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Tests.Components;

public sealed class NumbersTests : ComponentTest
{
    [Theory]
    [InlineData(0.97041, "0.0000", null, "0.9704")]
    [InlineData(-0.5, "0.00", null, "−0.50")]
    [InlineData(15.44, "0.0", "µs", "15.4 µs")]
    [InlineData(0.123456789, null, null, "0.1235")]
    [InlineData(double.NaN, "0.0000", "µs", "not a number")]
    [InlineData(double.PositiveInfinity, "0.0000", null, "infinite")]
    [InlineData(double.NegativeInfinity, null, null, "minus infinite")]
    public void A_metric_has_its_own_format_and_unit(double value, string? format, string? unit, string expected)
    {
        Assert.Equal(expected, MetricText.Of(value, format, unit));
    }

    [Theory]
    [InlineData(0.0167, "0.0000", "+0.0167")]
    [InlineData(-0.0111, "0.0000", "−0.0111")]
    [InlineData(0.00001234, "0.0000", "+1.2e−5")]
    [InlineData(0.044, "0", "+0.044")]
    [InlineData(-3.2e-12, "0.0 %", "−3.2e−10 %")]
    [InlineData(3.4e38, "0.0000", "+3.4e38")]
    [InlineData(double.PositiveInfinity, "0.0000", "+infinite")]
    public void A_difference_has_a_sign_and_never_looks_like_zero(double difference, string format, string expected)
    {
        Assert.Equal(expected, MetricText.Difference(difference, format));
    }

    [Theory]
    [InlineData(0.97, 0.95, true, "▲ better +0.0200")]
    [InlineData(0.95, 0.97, true, "▼ worse −0.0200")]
    [InlineData(0.32, 0.38, false, "▲ better −0.0600")]
    [InlineData(0.38, 0.32, false, "▼ worse +0.0600")]
    [InlineData(0.5, 0.5, true, "= equal")]
    [InlineData(0.97, 0.95, null, "+0.0200")]
    [InlineData(double.NaN, 0.95, true, "not comparable")]
    [InlineData(0.97, double.PositiveInfinity, true, "not comparable")]
    [InlineData(0.97, null, true, "not comparable")]
    public void A_delta_says_in_words_and_shape_what_is_better(double? value, double? baseline, bool? higherIsBetter, string expected)
    {
        var metric = new MetricDefinition("m", higherIsBetter, "", "0.0000");
        var outcome = baseline is { } against ? MetricOutcomes.Of(metric, value!.Value, against) : MetricOutcome.NotComparable;
        var delta = Render<MetricDelta>(p => p
            .Add(d => d.Value, value).Add(d => d.Baseline, baseline).Add(d => d.Definition, metric).Add(d => d.Outcome, outcome));

        Assert.Equal(expected, delta.Find("span").TextContent);
    }

    [Fact]
    public void Beside_a_gate_a_number_is_written_so_that_the_difference_can_be_seen()
    {
        var facts = new VersionFacts
        {
            Model = "fraud",
            Number = 2,
            Digest = null,
            Status = VersionStatus.Ready,
            Metrics = [new MetricView("accuracy", 0.949996, 0, null, null, Now, "somebody")],
        };
        var verdicts = GateEvaluation.Evaluate([new MetricGate("accuracy", GateOperator.AtLeast, 0.95)], new GateFacts(facts, null, Now));

        var table = Render<GateTable>(p => p.Add(t => t.Gates, verdicts).Add(t => t.Occupant, null));

        Assert.Equal("0.949996", table.Find("td .num").TextContent);
        Assert.Contains("accuracy is 0.949996, not ≥ 0.95.", table.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3.2e-12, "loss ≤ 3.2e−12")]
    [InlineData(1e308, "loss ≤ 1e308")]
    public void A_bound_is_as_short_as_any_other_number(double bound, string expression) =>
        Assert.Equal(expression, GateText.Expression(new MetricGate("loss", GateOperator.AtMost, bound)));

    [Fact]
    public void A_metric_that_was_not_measured_says_so_to_screen_readers()
    {
        var number = Render(MetricNumber.Of(value: null, format: null, unit: null));

        Assert.Equal("not measured", number.Find("span").GetAttribute("aria-label"));
    }

    [Theory]
    [InlineData(0, "0\u00a0bytes")]
    [InlineData(1, "1\u00a0byte")]
    [InlineData(999, "999\u00a0bytes")]
    [InlineData(1000, "1.0\u00a0kB")]
    [InlineData(855_000, "855\u00a0kB")]
    [InlineData(999_499, "999\u00a0kB")]
    [InlineData(999_500, "1.0\u00a0MB")]
    [InlineData(2_732_123, "2.7\u00a0MB")]
    [InlineData(long.MaxValue, "9.2\u00a0EB")]
    public void A_size_is_short_enough_to_read(long bytes, string expected)
    {
        Assert.Equal(expected, ByteCount.Of(bytes));
    }
}
