using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

[Event(EventSubject.Access, "access.refused", "Permission refused", Harmless = true)]
public sealed record PermissionRefused(PermissionRefused.Answer After) : RegistryEvent
{
    public sealed record Answer(string Code, string Message);
}
