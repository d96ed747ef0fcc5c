using System.Globalization;
using System.Text.RegularExpressions;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Tests.Metrics;

public sealed class ShownNumberTests
{
    private const int ReadableLength = 20;

    private static readonly double[] Awkward =
        [2.31e-6, 3.2e-12, 3.4e38, 1e308, 5e-324, 0.00049, 0.04, 0.44, 0.96, 9.99e8, 999_999_999.9, 1e9, 1.7976931348623157e308, 0.1 + 0.2];

    public static TheoryData<string> Formats => [.. MetricFormat.All];

    [Theory]
    [InlineData(2.31e-6, "0.000", "2.31e−6")]
    [InlineData(3.2e-12, "0", "3.2e−12")]
    [InlineData(3.4e38, "0.0000", "3.4e38")]
    [InlineData(1e308, "0.000", "1e308")]
    [InlineData(-1e308, "0.000", "−1e308")]
    [InlineData(0.04, "0.0", "0.04")]
    [InlineData(0.738, "0.0", "0.738")]
    [InlineData(7.44, "0", "7.44")]
    [InlineData(7, "0", "7")]
    [InlineData(74.4, "0", "74")]
    [InlineData(0.0001, "0.0000", "0.0001")]
    [InlineData(1234567.891, "0.0", "1234567.9")]
    [InlineData(1e307, "0.0 %", "1e307")]
    public void A_number_keeps_what_it_says_and_stays_short(double value, string format, string shown) =>
        Assert.Equal(shown, ShownNumber.Of(value, format).Replace(" %", "", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Formats))]
    public void No_format_shows_nothing_for_something_or_more_than_a_cell_holds(string format)
    {
        foreach (var value in Awkward.SelectMany(number => new[] { number, -number }))
        {
            var shown = ShownNumber.Of(value, format);

            Assert.Matches(new Regex("[1-9]"), shown);
            Assert.True(shown.Length <= ReadableLength, shown);
            Assert.Equal(value < 0, shown[0] == '−');
        }

        Assert.DoesNotMatch(new Regex("[1-9]"), ShownNumber.Of(0, format));
    }

    [Theory]
    [InlineData(0.949996, 0.95, "0.0000", "0.949996")]
    [InlineData(0.9503, 0.95, "0.0000", "0.9503")]
    [InlineData(0.95, 0.949996, "0.0000", "0.95")]
    [InlineData(1e-12, 0, "0.0000", "1e−12")]
    [InlineData(3.2000001e38, 3.2e38, "0.0000", "3.2000001e38")]
    [InlineData(0.95, 0.95, "0.0000", "0.9500")]
    [InlineData(0.94999999, 0.95, "0.0 %", "94.999999 %")]
    public void Beside_a_bound_a_number_shows_that_it_is_another(double value, double bound, string format, string shown)
    {
        Assert.Equal(shown, ShownNumber.Beside(value, bound, format));
        Assert.True(value.Equals(bound) || ShownNumber.Beside(value, bound, format) != ShownNumber.Beside(bound, value, format));
    }

    [Theory]
    [InlineData(1e308, "1e308")]
    [InlineData(3.2e-12, "3.2e−12")]
    [InlineData(0.00001, "1e−5")]
    [InlineData(-0.95, "−0.95")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    public void The_exact_text_means_exactly_the_number(double value, string shown)
    {
        Assert.Equal(shown, ShownNumber.Exact(value));
        Assert.Equal(value, double.Parse(ShownNumber.Exact(value).Replace('−', '-'), CultureInfo.InvariantCulture));
    }
}
