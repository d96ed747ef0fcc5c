using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Collections;

/// <summary>What the trail keeps of a collection.</summary>
public sealed record RecordedCollection(string Path, string Description, bool? Restricted, string? Owner);

[Event(EventSubject.Rules, "collection.created", "Collection made", Checkpointed = true)]
public sealed record CollectionCreated(RecordedCollection After) : AccountEvent;

[Event(EventSubject.Rules, "collection.edited", "Collection changed", Checkpointed = true)]
public sealed record CollectionEdited(RecordedCollection Before, RecordedCollection After) : AccountEvent;

[Event(EventSubject.Rules, "collection.deleted", "Collection deleted", Checkpointed = true)]
public sealed record CollectionDeleted(RecordedCollection Before) : AccountEvent;
