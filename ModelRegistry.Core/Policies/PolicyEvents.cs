using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Policies;

/// <summary>Of one model, or of the server when no model is named. Before: the version that it takes the place of, if there was one of its own.</summary>
[Event(EventSubject.Rules, "policy.published", "Policy published", Checkpointed = true)]
public sealed record PolicyPublished(ModelRef? Model, PolicyPublished.Policy? Before, PolicyPublished.Policy After, string? Reason)
    : RegistryEvent(Model, Reason: Reason)
{
    public sealed record Policy(string Slot, int Number, PolicyContent Content, bool Alone)
    {
        public static Policy Of(PolicyVersion version) => new(version.Slot, version.Number, version.Content, version.Alone);
    }
}
