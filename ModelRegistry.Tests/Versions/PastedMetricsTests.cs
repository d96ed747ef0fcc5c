using ModelRegistry.Core.Common;
using ModelRegistry.Web.Components.Pages.Versions;

namespace ModelRegistry.Tests.Versions;

public sealed class PastedMetricsTests
{
    [Theory]
    [InlineData("""{"accuracy": 0.97, "loss": 2.5e-7}""")]
    [InlineData("""[{"name": "accuracy", "value": 0.97}, {"key": "loss", "value": "2.5e-7"}]""")]
    [InlineData("accuracy=0.97\nloss=2.5e-7")]
    [InlineData("accuracy = 0.97\r\n\r\n# of the last epoch\r\nloss = 2.5e-7\r\n")]
    [InlineData("accuracy=0.97, loss=2.5e-7")]
    [InlineData("accuracy: 0.97\nloss: 2.5e-7")]
    [InlineData("name,value\naccuracy,0.97\nloss,2.5e-7")]
    [InlineData("accuracy;0.97\nloss;2.5e-7")]
    [InlineData("accuracy\t0.97\nloss\t2.5e-7")]
    [InlineData("accuracy,loss\n0.97,2.5e-7")]
    [InlineData("\"accuracy\",\"loss\"\n\"0.97\",\"2.5e-7\"")]
    public void The_same_two_metrics_in_every_form(string text) =>
        Assert.Equal([("accuracy", "0.97"), ("loss", "2.5e-7")], PastedMetrics.Read(text).Select(pair => (pair.Name, pair.Value)));

    [Theory]
    [InlineData("val/accuracy=NaN", "val/accuracy", "NaN")]
    [InlineData("a:b=1", "a:b", "1")]
    [InlineData("loss,-Infinity", "loss", "-Infinity")]
    [InlineData("top 5 accuracy = 0.5", "top 5 accuracy", "0.5")]
    public void Names_may_hold_other_signs_and_values_may_be_none(string text, string name, string value) =>
        Assert.Equal((name, value), Assert.Single(PastedMetrics.Read(text).Select(pair => (pair.Name, pair.Value))));

    [Theory]
    [InlineData("", "Paste metrics first")]
    [InlineData("{}", "There is no metric")]
    [InlineData("{\n\"accuracy\": 0.97", "line 2")]
    [InlineData("""{"accuracy": {"mean": 1}}""", "The value of 'accuracy' is no number")]
    [InlineData("[1]", "an object with a name and a value")]
    [InlineData("accuracy=0.97\nloss=low", "Line 2: the value of 'loss' is no number: 'low'")]
    [InlineData("hello there", "Line 1 is neither name=value nor name,value")]
    public void What_cannot_be_read_is_refused_with_its_place(string text, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<RegistryException>(() => PastedMetrics.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_pasted_metric_takes_the_place_of_one_that_is_there_and_a_bad_text_changes_nothing()
    {
        var form = new VersionForm();
        form.Paste("accuracy=0.5\nloss=1");

        Assert.Throws<RegistryException>(() => form.Paste("accuracy=0.6\nloss=low"));
        form.Paste("accuracy=0.97");

        Assert.Equal([("accuracy", "0.97"), ("loss", "1")], form.Metrics.Select(pair => (pair.Name, pair.Value)));
    }
}
