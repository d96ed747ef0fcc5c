using System.Globalization;
using Bunit;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Tests.Components;

public sealed class WhenTests : ComponentTest
{
    [Theory]
    [InlineData("00:00:44", "just now")]
    [InlineData("00:00:45", "1 min ago")]
    [InlineData("00:59:59", "59 min ago")]
    [InlineData("01:59:59", "1 hour ago")]
    [InlineData("23:59:59", "23 hours ago")]
    [InlineData("1.23:59:59", "1 day ago")]
    [InlineData("41.00:00:00", "41 days ago")]
    [InlineData("60.00:00:00", "13 Jan 2026")]
    [InlineData("-00:05:00", "in 5 min")]
    public void A_time_is_told_from_now(string ago, string expected)
    {
        var at = Now - TimeSpan.Parse(ago, CultureInfo.InvariantCulture);

        Assert.Equal(expected, RelativeTime.Of(at, Now, TimeZoneInfo.Utc));
    }

    [Theory]
    [InlineData("00:00:44", "just now")]
    [InlineData("03:00:00", "since 06:00, 3 hours")]
    [InlineData("41.00:00:00", "since 1 Feb, 41 days")]
    [InlineData("60.00:00:00", "since 13 Jan 2026")]
    public void What_lasts_is_told_by_its_beginning_and_its_length(string ago, string expected)
    {
        var at = Now - TimeSpan.Parse(ago, CultureInfo.InvariantCulture);

        Assert.Equal(expected, RelativeTime.Since(at, Now, TimeZoneInfo.Utc));
    }

    [Fact]
    public void Hovering_tells_the_exact_time_in_the_zone_of_the_viewer()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

        var when = Render<When>(p => p.Add(w => w.At, Now.AddHours(-2)).AddCascadingValue(berlin));

        var time = when.Find("time");
        Assert.Equal("2 hours ago", time.TextContent);
        Assert.Equal("14 Mar 2026, 08:00:00 (Europe/Berlin)", time.GetAttribute("title"));
        Assert.Equal("2026-03-14T07:00:00.000Z", time.GetAttribute("datetime"));
    }

    [Fact]
    public void No_time_is_told_as_never()
    {
        Assert.Equal("never", Render<When>(p => p.Add(w => w.At, null)).Find("span").TextContent);
    }
}
