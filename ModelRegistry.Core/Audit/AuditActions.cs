using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

/// <summary>The actions about one subject, for a list of choices.</summary>
public sealed record AuditActionGroup(string Subject, IReadOnlyList<EventKind> Actions);

/// <summary>
/// Every action that the registry records, in plain words; what <see cref="EventSentences"/> tell of one event, this tells of
/// the kind.
/// </summary>
public static class AuditActions
{
    public static IReadOnlyList<AuditActionGroup> Groups { get; } =
        [.. EventCatalog.All.GroupBy(kind => kind.Subject).Select(group => new AuditActionGroup(Words(group.Key), [.. group]))];

    /// <summary>What the kind of an event is called; an action that is not known here keeps its own name.</summary>
    public static string WordsOf(string action) => EventCatalog.Named(action)?.Words ?? AuditSentence.Plain(action);

    private static string Words(EventSubject subject) => subject == EventSubject.StagesAndAliases ? "Stages and aliases" : subject.ToString();
}
