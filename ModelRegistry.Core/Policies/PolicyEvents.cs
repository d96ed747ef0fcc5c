using System.Text.Json.Serialization;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Policies;

/// <summary>
/// Of one model, else of the collection that is named, else of the server. Before: the version that it takes the place of, if there was one of its own.
/// </summary>
[Event(EventSubject.Rules, "policy.published", "Policy published", Checkpointed = true)]
public sealed record PolicyPublished(ModelRef? Model, PolicyPublished.Policy? Before, PolicyPublished.Policy After, string? Reason)
    : RegistryEvent(Model, Reason: Reason)
{
    public sealed record Policy(string Slot, int Number, PolicyContent Content, bool Alone)
    {
        /// <summary>The path of the collection that it is for, with all below it.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Collection { get; init; }

        public static Policy Of(PolicyVersion version, Collection? collection = null) =>
            new(version.Slot, version.Number, version.Content, version.Alone) { Collection = collection?.Path };
    }
}
