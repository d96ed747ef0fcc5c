using System.Text.Json.Serialization;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// One thing that stands in the way of a request: the code for programs, the sentence for people, and what it is about in a few words: the rule of a
/// gate, the person who asks for changes.
/// </summary>
public sealed record Blocker(string Code, string Sentence, string About)
{
    /// <summary>A gate that does not pass; pages show these in a table of their own.</summary>
    public const string Gate = "gate";

    internal const string NotSealed = "version_not_ready";
    internal const string Deleted = "version_deleted";
    internal const string Occupant = "occupant_changed";
    internal const string Changes = "changes_requested";
    internal const string Objected = "objection";
    internal const string Seat = "seat_unfillable";

    public bool IsGate => Code == Gate;

    [JsonIgnore]
    public bool IsChanges => Code == Changes;
}
