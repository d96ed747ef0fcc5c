using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// One link of the audit chain. <see cref="Body"/> is JSON text written once; every column after <see cref="Hash"/> derives
/// from it and exists only to be filtered by. Inserted, never changed: a trigger refuses updates and deletes.
/// </summary>
[NotInLedger("the chain itself", Compared = true)]
public sealed class AuditEvent
{
    public const int ActionMaxLength = 60;
    public const int DoorMaxLength = 10;

    public long Seq { get; init; }

    public string Body { get; init; } = "";

    public string PreviousHash { get; init; } = "";

    public string Hash { get; init; } = "";

    public DateTimeOffset At { get; init; }

    public Guid? ActorId { get; init; }

    public string ActorName { get; init; } = "";

    /// <summary>The access token that was used, if one was.</summary>
    public Guid? TokenId { get; init; }

    public string Door { get; init; } = "";

    public string Action { get; init; } = "";

    /// <summary>By which an event belongs to its model, whatever that is called now.</summary>
    public Guid? ModelId { get; init; }

    /// <summary>The name that the model had then.</summary>
    public string? Model { get; init; }

    public int? Version { get; init; }
}

/// <summary>The end of the chain: one row, locked by the update that every recording transaction makes of it.</summary>
[NotInLedger("the chain itself", Compared = true)]
public sealed class AuditHead
{
    public const int OnlyId = 1;

    public int Id { get; init; }

    public long Seq { get; set; }

    public string Hash { get; set; } = "";
}
