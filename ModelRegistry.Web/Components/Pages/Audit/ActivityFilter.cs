using System.Globalization;
using ModelRegistry.Core.Audit;

namespace ModelRegistry.Web.Components.Pages.Audit;

/// <summary>What the list is filtered by, as the address says it: days are whole days of the viewer, both included.</summary>
public sealed record ActivityFilter(string? Model, string? Actor, string? Action, string? From, string? To)
{
    private const string DayFormat = "yyyy-MM-dd";

    public bool Any => new[] { Model, Actor, Action, From, To }.Any(part => !string.IsNullOrWhiteSpace(part));

    /// <summary>Whether the answer depends on where the viewer's days begin.</summary>
    public bool HasDays => Day(From) is not null || Day(To) is not null;

    /// <summary>What of the address is not understood and left out, as a sentence.</summary>
    public string? Mistake => new[] { From, To }.FirstOrDefault(day => !string.IsNullOrWhiteSpace(day) && Day(day) is null) is { } odd
        ? $"The address asks for the day '{odd}', which is none that can be looked up; it is left out. Write days as 2026-03-14."
        : null;

    public AuditSearch ToSearch(TimeZoneInfo zone, string? pageToken = null) => new(
        Clean(Model), Clean(Actor), Clean(Action),
        Day(From) is { } from ? Midnight(from, zone) : null,
        Day(To) is { } to ? Midnight(to.AddDays(1), zone) : null,
        PageToken: pageToken);

    private static string? Clean(string? part) => string.IsNullOrWhiteSpace(part) ? null : part.Trim();

    // Not the first and last years that a date can have: shifted to UTC they would leave the range.
    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and <= 9000 ? day : null;

    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }
}
