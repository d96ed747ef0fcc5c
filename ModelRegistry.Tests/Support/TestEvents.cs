using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Support;

/// <summary>What a test does behind the registry's back, on record so that the store accepts it.</summary>
[Event(EventSubject.Upkeep, "test.changed", "Changed by a test")]
internal sealed record TestChanged(ModelRef? Model = null, int? Version = null) : RegistryEvent(Model, Version);

/// <summary>An event of any content.</summary>
[Event(EventSubject.Upkeep, "test.happened", "Happened in a test")]
internal sealed record TestHappened(ModelRef? Model, int? Version, object? Before, object? After, string? Reason) : RegistryEvent(Model, Version, Reason);
