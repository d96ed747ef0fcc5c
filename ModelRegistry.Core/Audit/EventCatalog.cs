using System.Collections.Frozen;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

/// <summary>Every event that the registry records, found by its type: a feature brings its own, and nobody lists them again.</summary>
public static class EventCatalog
{
    public static IReadOnlyList<EventKind> All { get; } =
    [
        .. typeof(RegistryEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RegistryEvent)) && !type.IsAbstract)
            .Select(type => EventKind.TryOf(type, out var kind) ? kind : null).OfType<EventKind>().OrderBy(kind => kind.Subject)
                .ThenBy(kind => kind.Type.MetadataToken),
    ];

    private static readonly FrozenDictionary<string, EventKind> ByName = All.ToFrozenDictionary(kind => kind.Name);

    /// <summary>The kind that is recorded under this name; null for one that this version of the registry does not know.</summary>
    public static EventKind? Named(string action) => ByName.GetValueOrDefault(action);

    /// <summary>The recorded names of all events that are of this type, which may be a base or a mark of several.</summary>
    public static IReadOnlyList<string> NamesOf<TEvent>() =>
        [.. All.Where(kind => kind.Type.IsAssignableTo(typeof(TEvent))).Select(kind => kind.Name)];
}
