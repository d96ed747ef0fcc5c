using System.Globalization;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>How long ago, in the words that people use; beyond two months a date says more.</summary>
public static class RelativeTime
{
    public static string Of(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var ago = now - at;
        var span = ago.Duration();
        if (span < TimeSpan.FromSeconds(45))
        {
            return "just now";
        }

        if (span >= TimeSpan.FromDays(60))
        {
            return TimeZoneInfo.ConvertTime(at, zone).ToString("d MMM yyyy", CultureInfo.InvariantCulture);
        }

        return ago < TimeSpan.Zero ? $"in {Amount(span)}" : $"{Amount(span)} ago";
    }

    /// <summary>Since when something is so, and for how long: "since 12 Mar, 41 days", "since 14:05, 3 hours".</summary>
    public static string Since(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (ago, there) = (now - at, TimeZoneInfo.ConvertTime(at, zone));
        return ago switch
        {
            _ when ago < TimeSpan.FromSeconds(45) => Of(at, now, zone),
            { TotalDays: < 1 } => $"since {there.ToString("HH:mm", CultureInfo.InvariantCulture)}, {Amount(ago)}",
            { TotalDays: < 60 } => $"since {there.ToString("d MMM", CultureInfo.InvariantCulture)}, {Amount(ago)}",
            _ => $"since {there.ToString("d MMM yyyy", CultureInfo.InvariantCulture)}",
        };
    }

    /// <summary>How long it lasts: "41 days".</summary>
    public static string Lasting(TimeSpan span) => Amount(span.Duration());

    /// <summary>The day: "20 Nov", with its year where that is not the present one.</summary>
    public static string Day(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (day, today) = (TimeZoneInfo.ConvertTime(at, zone), TimeZoneInfo.ConvertTime(now, zone));
        return day.ToString(day.Year == today.Year ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture);
    }

    /// <summary>The heading of a day in a list: "Today", "Yesterday", "Friday, 20 Nov".</summary>
    public static string DayTitle(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (day, today) = (TimeZoneInfo.ConvertTime(at, zone).Date, TimeZoneInfo.ConvertTime(now, zone).Date);
        return (today - day).Days switch
        {
            0 => "Today",
            1 => "Yesterday",
            _ => day.ToString(day.Year == today.Year ? "dddd, d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture),
        };
    }

    public static string Exact(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("d MMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture) + $" ({zone.Id})";

    // Whole units, rounded down, so that "1 day ago" never is 23 hours.
    private static string Amount(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => "1 min",
        { TotalHours: < 1 } => $"{(int)span.TotalMinutes} min",
        { TotalHours: < 2 } => "1 hour",
        { TotalDays: < 1 } => $"{(int)span.TotalHours} hours",
        { TotalDays: < 2 } => "1 day",
        _ => $"{(int)span.TotalDays} days",
    };
}
