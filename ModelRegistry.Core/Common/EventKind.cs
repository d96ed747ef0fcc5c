using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ModelRegistry.Core.Common;

/// <summary>
/// What the type of an event says about all events of it: its name, and where they keep what was before and after.
/// </summary>
public sealed class EventKind
{
    private static readonly ConcurrentDictionary<Type, EventKind?> Known = new();

    private static readonly string[] Members = [nameof(RegistryEvent.Model), nameof(RegistryEvent.Version), "Before", "After", nameof(RegistryEvent.Reason)];

    private readonly EventAttribute _said;

    private EventKind(Type type, EventAttribute said)
    {
        (Type, _said) = (type, said);
        Constructor = type.GetConstructors().Single();
        Parameters = Constructor.GetParameters();
        if (!type.IsSealed || Parameters.FirstOrDefault(parameter => !Members.Contains(parameter.Name)) is not null)
        {
            throw new InvalidOperationException($"{type.Name} is no event: it must be a sealed record of {string.Join(", ", Members)}.");
        }

        (Before, After) = (type.GetProperty("Before"), type.GetProperty("After"));
    }

    public Type Type { get; }

    public string Name => _said.Name;

    public string Words => _said.Words;

    public EventSubject Subject => _said.Subject;

    public bool Checkpointed => _said.Checkpointed;

    public bool Harmless => _said.Harmless;

    public bool Spreads => _said.Spreads;

    internal ConstructorInfo Constructor { get; }

    internal ParameterInfo[] Parameters { get; }

    internal PropertyInfo? Before { get; }

    internal PropertyInfo? After { get; }

    public static EventKind Of(RegistryEvent happened) => Of(happened.GetType());

    public static EventKind Of(Type type) =>
        TryOf(type, out var kind) ? kind
            : throw new ArgumentException($"{type.Name} is told to open pages and never recorded: it has no {nameof(EventAttribute)}.", nameof(type));

    public static bool TryOf(Type type, [NotNullWhen(true)] out EventKind? kind)
    {
        kind = Known.GetOrAdd(type, static type => type.GetCustomAttribute<EventAttribute>() is { } said ? new EventKind(type, said) : null);
        return kind is not null;
    }

    /// <summary>The recorded name of an event, for queries of the column.</summary>
    public static string NameOf<TEvent>()
        where TEvent : RegistryEvent => Of(typeof(TEvent)).Name;
}
