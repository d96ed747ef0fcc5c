using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Activity;

/// <summary>Somebody took the whole trail with them; recorded before the first line of it.</summary>
[Event(EventSubject.Access, "audit.exported", "Audit trail exported", Harmless = true)]
public sealed record TrailExported(TrailExported.From After) : RegistryEvent
{
    public sealed record From(string? Address, string? Route);
}

/// <summary>Somebody had the whole trail verified, and what came of it.</summary>
[Event(EventSubject.Access, "audit.verified", "Audit trail verified", Harmless = true)]
public sealed record TrailVerified(TrailVerified.Result After) : RegistryEvent
{
    public sealed record Result(bool Ok, long Events, int Findings, string? Address, string? Route);
}
