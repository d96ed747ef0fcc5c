using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Cards;

/// <summary>A reviewer who had no hand in a version of the card stands for it. That it was written, <c>model.edited</c> tells.</summary>
[Event(EventSubject.Models, "card.approved", "Card approved")]
public sealed record CardApproved(ModelRef Model, CardApproved.Approval After) : RegistryEvent(Model)
{
    /// <summary>Which version, and the digest of its text.</summary>
    public sealed record Approval(int CardVersion, string CardDigest, string WrittenBy);
}
