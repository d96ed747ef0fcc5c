namespace ModelRegistry.Core.Common;

/// <summary>A model as an event names it: the id that never changes, and the name it had then.</summary>
public sealed record ModelRef(Guid Id, string Name);

/// <summary>
/// Something that happened. Each kind is a sealed record beside the others of its feature, named by <see cref="EventAttribute"/>. What
/// changed are its members <c>Before</c> and <c>After</c>: small records that are written as they are, read back as the same
/// types, and hold no secret. An event without the attribute is told to open pages and never recorded.
/// </summary>
public abstract record RegistryEvent(ModelRef? Model = null, int? Version = null, string? Reason = null);

/// <summary>What an event is about, for the list of choices.</summary>
public enum EventSubject
{
    Models,
    Versions,
    StagesAndAliases,
    Requests,
    Rules,
    Store,
    People,
    Access,
    Experiments,
    Upkeep,
}

/// <summary>The name under which an event is recorded, and what a list of choices calls it: written here and nowhere else.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventAttribute(EventSubject subject, string name, string words) : Attribute
{
    public EventSubject Subject => subject;

    public string Name => name;

    public string Words => words;

    /// <summary>So weighty that a signed checkpoint follows at once (rule 16).</summary>
    public bool Checkpointed { get; init; }

    /// <summary>Changes nobody's rights, so that what is remembered of people stays true.</summary>
    public bool Harmless { get; init; }

    /// <summary>Holds for the same bytes in every model, so that what is remembered of any model is old.</summary>
    public bool Spreads { get; init; }
}
