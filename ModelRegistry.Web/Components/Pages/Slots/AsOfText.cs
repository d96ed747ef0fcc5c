using System.Globalization;

namespace ModelRegistry.Web.Components.Pages.Slots;

/// <summary>An instant as the address of a page has it (UTC), and as a field for date and time has it (the viewer's zone, no offset).</summary>
public static class AsOfText
{
    private const string Field = "yyyy-MM-dd'T'HH:mm";

    public static string Write(DateTimeOffset instant) => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static bool TryRead(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(text,
            ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);

    public static string ToField(DateTimeOffset instant, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString(Field, CultureInfo.InvariantCulture);

    /// <summary>What was picked; null for an empty field. An hour that a zone skips in spring counts by the offset before it.</summary>
    public static DateTimeOffset? FromField(string? text, TimeZoneInfo zone) =>
        DateTime.TryParseExact(text, [Field, "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime()
            : null;
}
