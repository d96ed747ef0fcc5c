using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Tests.Metrics;

public sealed class MetricDefinitionTests
{
    [Theory]
    [InlineData("accuracy", true)]
    [InlineData("Accuracy", true)]
    [InlineData("val_accuracy", true)]
    [InlineData("test_roc_auc", true)]
    [InlineData("eval/f1_macro", true)]
    [InlineData("validation-log_loss", false)]
    [InlineData("holdout_rmse", false)]
    [InlineData("log_loss", false)]
    [InlineData("latency_ms", false)]
    [InlineData("val_", null)]
    [InlineData("_accuracy", null)]
    [InlineData("my_accuracy", null)]
    [InlineData("value_loss", null)]
    [InlineData("something", null)]
    [InlineData("", null)]
    public void A_metric_has_the_direction_of_its_name_without_the_split(string name, bool? higherIsBetter)
    {
        var definition = MetricDefinitions.BuiltIn.For(name);

        Assert.Equal((name, higherIsBetter), (definition.Name, definition.HigherIsBetter));
    }

    [Theory]
    [InlineData("brier", "brier_score")]
    [InlineData("val_brier", "brier_score")]
    [InlineData("Mean_Absolute_Error", "mae")]
    public void A_metric_is_known_by_what_else_it_is_called(string name, string known) =>
        Assert.Equal(MetricDefinitions.BuiltIn.For(known) with { Name = name }, MetricDefinitions.BuiltIn.For(name));

    [Theory]
    [InlineData("loss,accuracy", "accuracy")]
    [InlineData("val_loss,test_rmse", "test_rmse")]
    [InlineData("val_accuracy,test_accuracy", "test_accuracy")]
    [InlineData("a,b", null)]
    [InlineData("", null)]
    public void The_most_telling_metric_is_the_well_known_one_of_the_highest_rank(string names, string? expected) =>
        Assert.Equal(expected, MetricDefinitions.BuiltIn.MostTelling(names.Split(',')));

    [Theory]
    [InlineData("accuracy", 0.97041, "0.9704")]
    [InlineData("accuracy", 1, "1.0000")]
    [InlineData("accuracy", 0, "0.0000")]
    [InlineData("accuracy", 0.00001234, "1.234e-5")]
    [InlineData("latency_ms", 15.44, "15.4 ms")]
    [InlineData("something", -2.5, "−2.5")]
    [InlineData("something", 1e300, "1e300")]
    [InlineData("something", 0.00000001, "1e−8")]
    [InlineData("loss", double.NaN, "not a number")]
    [InlineData("loss", double.PositiveInfinity, "infinite")]
    [InlineData("loss", double.NegativeInfinity, "minus infinite")]
    public void A_number_is_shown_by_its_format_unless_that_would_hide_it(string metric, double value, string shown) =>
        Assert.Equal(shown.Replace('-', '−'), MetricValue.Show(value, MetricDefinitions.BuiltIn.For(metric)));

    [Theory]
    [InlineData(0.97046, "97.0 %")]
    [InlineData(0.0005, "0.05 %")]
    [InlineData(0.000005, "5e−4 %")]
    [InlineData(-0.02, "−2.0 %")]
    public void A_share_is_shown_in_hundredths(double value, string shown) =>
        Assert.Equal(shown, MetricValue.Show(value, new MetricDefinition("coverage", true, "", "0.0 %")));
}
