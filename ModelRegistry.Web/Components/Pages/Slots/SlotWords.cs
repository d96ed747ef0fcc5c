using System.Globalization;
using ModelRegistry.Core.Slots;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Slots;

/// <summary>Slots and stays in words, with times in the viewer's zone.</summary>
public static class SlotWords
{
    private const string Minute = "d MMMM yyyy HH:mm";

    /// <summary>What the model's last stage held at an instant; everything else is in the chips below.</summary>
    public static string At(DateTimeOffset instant, IReadOnlyList<SlotView> slots, TimeZoneInfo zone) =>
        slots.LastOrDefault(slot => slot.Kind == SlotKind.Stage) switch
        {
            null => $"On {Time(instant, zone)} the model did not exist yet.",
            { Version: null } stage => $"On {Time(instant, zone)} {stage.Slot} was empty.",
            var stage => string.Create(CultureInfo.InvariantCulture,
                $"On {Time(instant, zone)} {stage.Slot} was v{stage.Version}, since {Time(stage.Since!.Value, zone)}, by "
                    + $"{stage.By}{Request(stage.RequestId)}."),
        };

    /// <summary>A stay; with <paramref name="mark"/> one that began with a rollback.</summary>
    public static string Of(SlotStayView stay, RollbackMark? mark, TimeZoneInfo zone) => string.Create(CultureInfo.InvariantCulture,
        $"{stay.Slot}: v{stay.Version} from {Time(stay.Since, zone)} {Until(stay, zone)}, "
            + $"{mark?.Sentence(stay.By) ?? $"by {stay.By}"}{Request(stay.RequestId)}{Why(stay)}");

    public static string How(MoveKind via) => via switch
    {
        MoveKind.Promotion => "approved",
        MoveKind.Open => "no approval needed",
        MoveKind.BreakGlass => "break-glass",
        MoveKind.Rollback => "rollback",
        MoveKind.Alias => "alias",
    };

    public static string Time(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString(Minute, CultureInfo.InvariantCulture);

    private static string Until(SlotStayView stay, TimeZoneInfo zone) => stay.Until is { } until ? $"until {Time(until, zone)}" : "until now";

    private static string Request(long? number) => number is { } known ? string.Create(CultureInfo.InvariantCulture, $", request #{known}") : "";

    private static string Why(SlotStayView stay) => string.IsNullOrEmpty(stay.Reason) ? "" : $": {MarkdownText.Plain(stay.Reason)}";
}
