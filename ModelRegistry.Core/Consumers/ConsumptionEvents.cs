using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Consumers;

/// <summary>A host was told a version for the first time. Open pages hear of it; it is not recorded.</summary>
public sealed record HostTold(ModelRef Model) : RegistryEvent(Model);
