namespace ModelRegistry.Core.Consumers;

/// <summary>A serving host, known by the name of its access token: the version that it was told last for a slot, since when and when last.</summary>
public sealed record ConsumerView(string Slot, string Host, string Owner, int Version, bool Current, DateTimeOffset Since, DateTimeOffset LastAt);

/// <summary>How many hosts ask for a slot, and how many of them were told its present occupant.</summary>
public sealed record SlotConsumers(string Slot, int? Version, int Hosts, int Current)
{
    /// <summary>The first of those that were told another version, seen last first; only of the slots with the most hosts.</summary>
    public IReadOnlyList<ConsumerView> Behind { get; init; } = [];
}

/// <summary>Who runs what: the slots that hosts ask for, and of the hosts those first that were not told the present occupant yet.</summary>
public sealed record ConsumerSummary(IReadOnlyList<SlotConsumers> Slots, IReadOnlyList<ConsumerView> Hosts);
