using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Providers;

/// <summary>A provider's identity opens an account from now on.</summary>
[Event(EventSubject.People, "login.linked", "Sign-in provider connected", Checkpointed = true)]
public sealed record LoginLinked(LoginLinked.Login After, string? Reason) : AccountEvent(Reason)
{
    public sealed record Login(string User, string Provider, string Issuer, string Subject);
}

[Event(EventSubject.People, "login.unlinked", "Sign-in provider disconnected", Checkpointed = true)]
public sealed record LoginUnlinked(LoginLinked.Login Before) : AccountEvent;

/// <summary>What somebody has by the groups of a provider is another than at their last sign-in; what changed by it is told beside it.</summary>
[Event(EventSubject.People, "login.rights_changed", "Rights by groups changed", Checkpointed = true)]
public sealed record ProviderRightsChanged(ProviderRightsChanged.Given Before, ProviderRightsChanged.Given After) : AccountEvent
{
    public sealed record Given(string User, string Provider, IReadOnlyList<string> Roles, IReadOnlyList<string> Teams);
}
