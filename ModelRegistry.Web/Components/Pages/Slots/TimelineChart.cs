using System.Globalization;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Web.Components.Pages.Slots;

/// <summary>A bar of a lane: where it begins and how wide it is, in per cent of the lane.</summary>
public sealed record TimelineBar(SlotStayView Stay, double Left, double Width)
{
    public string Style => string.Create(CultureInfo.InvariantCulture, $"left:{Left:0.###}%;width:{Width:0.###}%");
}

/// <summary>A slot's bars, oldest first.</summary>
public sealed record TimelineLane(string Slot, bool Truncated, IReadOnlyList<TimelineBar> Bars);

/// <summary>Lays the stays of a model out over time, from the first that is known until now; computed apart from what draws it.</summary>
public sealed class TimelineChart
{
    private const int Ticks = 5;

    private readonly DateTimeOffset _from;
    private readonly TimeSpan _span;

    public TimelineChart(SlotTimeline timeline, DateTimeOffset now)
    {
        Stays = [.. timeline.Lanes.SelectMany(lane => lane.Stays).OrderByDescending(stay => stay.Since)];
        Rollbacks = RollbackMarks.Of(Stays);
        _from = Stays.Count == 0 ? now : Stays[^1].Since;
        _span = now > _from ? now - _from : TimeSpan.FromMilliseconds(1);
        Lanes = [.. timeline.Lanes.Reverse().OrderBy(lane => lane.Kind)
            .Select(lane => new TimelineLane(lane.Slot, lane.Truncated, [.. lane.Stays.Reverse().Select(stay => Bar(stay, now))]))];
        Marks = [.. Enumerable.Range(0, Ticks).Select(i => _from + (_span * i / (Ticks - 1)))];
    }

    /// <summary>Every stay, newest first.</summary>
    public IReadOnlyList<SlotStayView> Stays { get; }

    /// <summary>The stays that began with a rollback.</summary>
    public IReadOnlyDictionary<SlotStayView, RollbackMark> Rollbacks { get; }

    /// <summary>The last stage on top, then the other stages, then aliases.</summary>
    public IReadOnlyList<TimelineLane> Lanes { get; }

    /// <summary>Instants at equal distances from the left end to the right.</summary>
    public IReadOnlyList<DateTimeOffset> Marks { get; }

    /// <summary>Where an instant stands, in per cent; null outside of what is drawn.</summary>
    public double? Position(DateTimeOffset at) => at < _from || at > _from + _span ? null : 100 * ((at - _from) / _span);

    private TimelineBar Bar(SlotStayView stay, DateTimeOffset now)
    {
        var left = 100 * ((stay.Since - _from) / _span);
        var right = 100 * (((stay.Until ?? now) - _from) / _span);
        return new TimelineBar(stay, left, Math.Max(0, Math.Min(100, right) - left));
    }
}
