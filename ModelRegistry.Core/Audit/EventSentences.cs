using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// What is said of events to people, by their types: each feature brings the sentences of its own events, and the composition root puts them
/// together. What nobody can read, because it has another shape or comes from a newer registry, is told by its name.
/// </summary>
public sealed class EventSentences
{
    private readonly Dictionary<Type, Func<AuditEntry, RegistryEvent, AuditSentence>> _sentences = [];

    public IReadOnlyCollection<Type> Known => _sentences.Keys;

    public EventSentences Say<TEvent>(Func<AuditEntry, TEvent, AuditSentence> sentence)
        where TEvent : RegistryEvent
    {
        _sentences.Add(typeof(TEvent), (entry, happened) => sentence(entry, (TEvent)happened));
        return this;
    }

    public EventSentences With(EventSentences others)
    {
        foreach (var (type, sentence) in others._sentences)
        {
            _sentences.Add(type, sentence);
        }

        return this;
    }

    public AuditSentence Of(AuditEntry entry)
    {
        var told = Told(entry);
        // As a sentence begins: nobody is called registry but the registry.
        return entry.Actor == Actor.System.Name && told.Lead.StartsWith(entry.Actor, StringComparison.Ordinal)
            ? told with { Lead = $"The {told.Lead}" }
            : told;
    }

    private AuditSentence Told(AuditEntry entry) => entry.Event is { } happened && _sentences.TryGetValue(happened.GetType(), out var sentence)
        ? sentence(entry, happened)
        : AuditSentence.About(entry, AuditSentence.Plain(entry.Action));
}
