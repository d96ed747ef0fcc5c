using ModelRegistry.Core.Audit;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Audit;

/// <summary>What the list is filtered by, as the address says it: days are whole days of the viewer, both included.</summary>
public sealed record ActivityFilter(string? Model, string? Actor, string? Action, string? From, string? To)
{
    public bool Any => new[] { Model, Actor, Action, From, To }.Any(part => !string.IsNullOrWhiteSpace(part));

    /// <summary>Whether the answer depends on where the viewer's days begin.</summary>
    public bool HasDays => Days.Read(From) is not null || Days.Read(To) is not null;

    /// <summary>What of the address is not understood and left out, as a sentence.</summary>
    public string? Mistake => new[] { From, To }.FirstOrDefault(day => !string.IsNullOrWhiteSpace(day) && Days.Read(day) is null) is { } odd
        ? $"The address asks for the day '{odd}', which is none that can be looked up; it is left out. Write days as 2026-03-14."
        : null;

    public AuditSearch ToSearch(TimeZoneInfo zone, string? pageToken = null) => new(
        Clean(Model), Clean(Actor), Clean(Action),
        Days.Read(From) is { } from ? Days.Midnight(from, zone) : null,
        Days.Read(To) is { } to ? Days.Midnight(to.AddDays(1), zone) : null,
        PageToken: pageToken);

    private static string? Clean(string? part) => string.IsNullOrWhiteSpace(part) ? null : part.Trim();
}
