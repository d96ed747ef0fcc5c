using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Slots;
using ModelRegistry.Web.Components.Pages.Models;
using ModelRegistry.Web.Components.Pages.Slots;

namespace ModelRegistry.Tests.Slots;

public sealed class TimelineChartTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Bars_lie_between_the_first_stay_and_now()
    {
        var chart = Chart(Lane("production", SlotKind.Stage, Stay(2, 5, null), Stay(1, 0, 5)));

        var bars = chart.Lanes.Single().Bars;

        Assert.Equal([(1, 0d, 50d), (2, 50d, 50d)], bars.Select(bar => (bar.Stay.Version, bar.Left, bar.Width)));
        Assert.Equal("left:50%;width:50%", bars[1].Style);
        Assert.Equal([Start, Start.AddDays(10)], new[] { chart.Marks[0], chart.Marks[^1] });
    }

    [Fact]
    public void The_last_stage_is_on_top_and_aliases_are_below_the_stages()
    {
        var chart = Chart(Lane("staging", SlotKind.Stage), Lane("production", SlotKind.Stage, Stay(1, 0, null)),
            Lane("champion", SlotKind.Alias, Stay(1, 1, null)));

        Assert.Equal(["production", "staging", "champion"], chart.Lanes.Select(lane => lane.Slot));
    }

    [Fact]
    public void An_instant_outside_of_what_is_drawn_is_not_marked()
    {
        var chart = Chart(Lane("production", SlotKind.Stage, Stay(1, 0, null)));

        Assert.Equal(30d, chart.Position(Start.AddDays(3))!.Value, 6);
        Assert.Null(chart.Position(Start.AddSeconds(-1)));
        Assert.Null(chart.Position(Start.AddDays(11)));
    }

    [Fact]
    public void A_first_stay_that_begins_now_is_drawn_without_dividing_by_nothing()
    {
        var chart = new TimelineChart(new SlotTimeline([Lane("production", SlotKind.Stage, Stay(1, 0, null))], false), Start);

        Assert.Equal((0d, 0d), (chart.Lanes[0].Bars[0].Left, chart.Lanes[0].Bars[0].Width));
    }

    [Fact]
    public void A_stay_is_shaded_from_where_it_began_to_its_end_and_a_short_one_can_be_seen()
    {
        var chart = new MetricOverVersions(Series(1, 10), MetricDefinitions.BuiltIn,
            [new("production", 4, 5, 8), new("production", 7, 8, 8), new("production", 9, 8, null)]);

        var least = 0.006 * (chart.VersionRange[^1] - chart.VersionRange[0]);
        Assert.Equal([("production: v4", 5d, 8d), ("production: v7", 8d, 8d + least), ("production: v9", 8d, chart.VersionRange[^1])],
            chart.Bands.Select(band => (band.Label, band.From, band.To)));
        Assert.Equal(3, MetricChart.Layout(chart).Shapes.Count);
    }

    [Fact]
    public void A_stay_that_began_before_the_chart_is_shaded_from_its_left_end()
    {
        var chart = new MetricOverVersions(Series(101, 110), MetricDefinitions.BuiltIn, [new("production", 4, 50, null)]);

        Assert.Equal(chart.VersionRange[0], Assert.Single(chart.Bands).From);
    }

    [Theory]
    [InlineData("2026-03-14T09:00:00Z", "2026-03-14T09:00:00Z")]
    [InlineData("2026-03-14T09:00:00+02:00", "2026-03-14T07:00:00Z")]
    [InlineData("2026-03-14", null)]
    [InlineData("yesterday", null)]
    public void An_address_names_an_instant_or_is_refused(string text, string? read) =>
        Assert.Equal(read, AsOfText.TryRead(text, out var instant) ? AsOfText.Write(instant) : null);

    [Fact]
    public void A_picked_time_is_one_of_the_viewers_zone()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

        Assert.Equal("2026-07-01T07:00:00Z", AsOfText.Write(AsOfText.FromField("2026-07-01T09:00", berlin)!.Value));
        Assert.Equal("2026-07-01T09:00", AsOfText.ToField(new DateTimeOffset(2026, 7, 1, 7, 0, 0, TimeSpan.Zero), berlin));
        Assert.NotNull(AsOfText.FromField("2026-03-29T02:30", berlin)); // an hour that does not exist there
        Assert.Null(AsOfText.FromField("", berlin));
    }

    [Fact]
    public void A_sentence_says_what_was_in_the_last_stage_then()
    {
        SlotView Production(int? version) => new("production", SlotKind.Stage, version, Start, "ann", 17, null);

        Assert.Equal("On 2 March 2026 09:00 production was v9, since 1 March 2026 09:00, by ann, request #17.",
            SlotWords.At(Start.AddDays(1), [Production(9), new("champion", SlotKind.Alias, 3, Start, "bob", null, null)], TimeZoneInfo.Utc));
        Assert.Equal("On 2 March 2026 09:00 production was empty.", SlotWords.At(Start.AddDays(1), [Production(null)], TimeZoneInfo.Utc));
        Assert.Equal("On 2 March 2026 09:00 the model did not exist yet.", SlotWords.At(Start.AddDays(1), [], TimeZoneInfo.Utc));
    }

    private static TimelineChart Chart(params SlotLane[] lanes) => new(new SlotTimeline(lanes, false), Start.AddDays(10));

    private static SlotLane Lane(string slot, SlotKind kind, params SlotStayView[] stays) => new(slot, kind, stays, false);

    private static SlotStayView Stay(int version, int fromDay, int? untilDay) =>
        new("production", SlotKind.Stage, version, Start.AddDays(fromDay), untilDay is { } until ? Start.AddDays(until) : null, "ann", MoveKind.Promotion, null,
            null, null, null);

    private static MetricSeries Series(int first, int last) =>
        new("accuracy", ["accuracy"], [.. Enumerable.Range(first, last - first + 1).Select(version => new MetricPoint(version, 0.9, "svc", "d1"))], false);
}
