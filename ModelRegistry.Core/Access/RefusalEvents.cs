using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

/// <summary>
/// The first of a person, reason and minute, or how many more there were of them. The model is the one that the address names, as it is written there.
/// </summary>
[Event(EventSubject.Access, "access.refused", "Permission refused", Harmless = true)]
public sealed record PermissionRefused(PermissionRefused.Answer After) : RegistryEvent
{
    public sealed record Answer(string Code, string Message, string? Address = null, string? Route = null, int? More = null, DateTimeOffset? Minute = null,
        string? Model = null);
}
