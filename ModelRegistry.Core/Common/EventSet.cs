namespace ModelRegistry.Core.Common;

/// <summary>Some kinds of events, for those who wait for them: by their types, or by the names in the trail.</summary>
public sealed class EventSet(params Type[] types)
{
    public string[] Names { get; } = [.. types.Select(type => EventKind.Of(type).Name)];

    public bool Contains(RegistryEvent happened) => types.Contains(happened.GetType());
}

/// <summary>After such an event a version may be fit for a stage that it was not fit for before, or the other way round.</summary>
public interface IChangesFitness;
