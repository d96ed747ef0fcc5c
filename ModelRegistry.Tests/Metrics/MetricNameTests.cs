using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Tests.Metrics;

public sealed class MetricNameTests
{
    [Theory]
    [InlineData("accuracy")]
    [InlineData("val/loss:epoch 1.0-b_2")]
    [InlineData("accuracy[country=DE]")]
    [InlineData("val_accuracy[country=DE,age=18-25]")]
    [InlineData("recall[stadt=Köln, alter=>65]")]
    public void A_metric_may_be_measured_on_a_slice(string name) => Assert.Equal(name, MetricName.Check("name", name));

    [Theory]
    [InlineData("accuracy[")]
    [InlineData("accuracy[country]")]
    [InlineData("accuracy[country=]")]
    [InlineData("accuracy[=DE]")]
    [InlineData("accuracy[country=DE]x")]
    [InlineData("accuracy[country=DE,country=FR]")]
    [InlineData("[country=DE]")]
    [InlineData("a//b[country=DE]")]
    [InlineData(" accuracy[country=DE]")]
    [InlineData("accuracy [country=DE]")]
    [InlineData("accuracy[country=D\u202eE]")]
    [InlineData("accuracy[country=DE;x]")]
    [InlineData("accuracy[country=\"DE\"]")]
    [InlineData("a=b")]
    public void What_is_no_slice_is_refused(string name) =>
        Assert.Equal("key_invalid", Assert.Throws<RegistryException>(() => MetricName.Check("name", name)).Code);

    [Fact]
    public void A_slice_is_what_its_metric_is_and_comes_after_all_of_the_whole()
    {
        var definitions = MetricDefinitions.BuiltIn;

        Assert.Equal(("log_loss[country=DE]", false), (definitions.For("log_loss[country=DE]").Name, definitions.For("log_loss[country=DE]").HigherIsBetter));
        Assert.Equal(["model_size_kb", "accuracy[b=1]", "rmse[a=1]", "of nobody"],
            definitions.InOrder(["accuracy[b=1]", "of nobody", "rmse[a=1]", "model_size_kb"]));
        Assert.Equal("rmse", definitions.MostTelling(["accuracy[b=1]", "rmse"]));
    }
}
