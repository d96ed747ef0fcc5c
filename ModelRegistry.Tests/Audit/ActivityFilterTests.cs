using ModelRegistry.Web.Components.Pages.Audit;

namespace ModelRegistry.Tests.Audit;

public sealed class ActivityFilterTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Days_are_whole_days_of_the_viewer_and_both_are_in()
    {
        // In between, clocks there went from winter to summer time.
        var search = new ActivityFilter(null, null, null, "2026-03-28", "2026-03-29").ToSearch(Berlin);

        Assert.Equal((new DateTimeOffset(2026, 3, 27, 23, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 29, 22, 0, 0, TimeSpan.Zero)),
            (search.From!.Value.ToUniversalTime(), search.To!.Value.ToUniversalTime()));
    }

    [Fact]
    public void Spaces_around_a_name_are_no_part_of_it() =>
        Assert.Equal(("fraud", "ann"),
            (new ActivityFilter(" fraud ", "ann ", "  ", null, null).ToSearch(Berlin).Model, new ActivityFilter(" fraud ", "ann ", null, null, null)
            .ToSearch(Berlin).Actor));

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-02-30")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("14.03.2026")]
    public void A_day_that_cannot_be_looked_up_is_left_out_and_named(string day)
    {
        var filter = new ActivityFilter(null, null, null, day, day);

        Assert.Contains($"'{day}'", filter.Mistake, StringComparison.Ordinal);
        Assert.Equal((null, null), (filter.ToSearch(Berlin).From, filter.ToSearch(Berlin).To));
    }

    [Fact]
    public void An_empty_filter_is_none() => Assert.False(new ActivityFilter(null, "", " ", null, null).Any);
}
