using System.Text.Json;
using System.Text.Json.Serialization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

/// <summary>What a list of audit events is filtered by; times are inclusive from and exclusive to.</summary>
public sealed record AuditSearch(string? Model = null, string? Actor = null, string? Action = null, DateTimeOffset? From = null, DateTimeOffset? To = null,
    int? PageSize = null, string? PageToken = null, int? Version = null)
{
    /// <summary>Leaves out who signed in and out and who was refused, which are many and change nothing.</summary>
    public bool WithoutDoors { get; init; }
}

/// <summary>One event as it is shown, read from its body.</summary>
public sealed record AuditEntry(long Seq, DateTimeOffset At, string Actor, string Door, string Action, string? Model, int? Version,
    JsonElement? Before, JsonElement? After, string? Reason, string Hash)
{
    /// <summary>Whether a transaction begins with it: it names the rows that the transaction changed.</summary>
    [JsonIgnore]
    public bool Begins { get; init; }

    /// <summary>The event in its type; null when its body has another shape.</summary>
    [JsonIgnore]
    public RegistryEvent? Event { get; init; }
}
