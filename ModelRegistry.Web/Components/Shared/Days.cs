using System.Globalization;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>Whole days of the viewer, as fields and addresses write them: 2026-03-14.</summary>
public static class Days
{
    private const string Format = "yyyy-MM-dd";

    /// <summary>Null for what is no day. Not the first and last years that a date can have: shifted to UTC they would leave the range.</summary>
    public static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and <= 9000 ? day : null;

    /// <summary>When it begins there.</summary>
    public static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }
}
