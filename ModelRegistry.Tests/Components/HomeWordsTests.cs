using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Web.Components.Pages.Home;
using ModelRegistry.Web.Components.Pages.Promotions;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Tests.Components;

/// <summary>Home's first line answers: what waits, and whether production is safe.</summary>
public sealed class HomeWordsTests
{
    [Theory]
    [InlineData(0, 0, 0, "nothing is in production")]
    [InlineData(1, 0, 0, "1 model in production, it can go back")]
    [InlineData(1, 1, 0, "1 model in production, it cannot go back")]
    [InlineData(1, 0, 1, "1 model in production, whether it can go back is not checked yet")]
    [InlineData(4, 0, 0, "4 models in production, all can go back")]
    [InlineData(4, 1, 0, "4 models in production, 1 cannot go back")]
    [InlineData(4, 1, 2, "4 models in production, 1 cannot go back, 2 not checked yet")]
    [InlineData(4, 0, 2, "4 models in production, 2 not checked yet whether they can go back")]
    [InlineData(1_001, 0, 0, "more than 1000 models in production, all can go back")]
    public void Production(int models, int red, int unknown, string text) =>
        Assert.Equal(text, HomeWords.Production(new ProductionCount(models, red, unknown)));

    [Theory]
    [InlineData(0, "No review waits for you")]
    [InlineData(1, "1 review waits for you")]
    [InlineData(2, "2 reviews wait for you")]
    [InlineData(100, "More than 99 reviews wait for you")]
    public void Reviews(int count, string text) => Assert.Equal(text, RequestWords.Waiting(count));

    [Theory]
    [InlineData("2026-03-13T23:30:00Z", "Today")] // already the next day where the viewer is
    [InlineData("2026-03-13T22:30:00Z", "Yesterday")]
    [InlineData("2026-03-06T12:00:00Z", "Friday, 6 Mar")]
    [InlineData("2025-11-20T12:00:00Z", "20 Nov 2025")]
    public void Days_are_the_viewers(string at, string title) => Assert.Equal(title,
        RelativeTime.DayTitle(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero),
            TimeZoneInfo.CreateCustomTimeZone("+1", TimeSpan.FromHours(1), "+1", "+1")));
}
