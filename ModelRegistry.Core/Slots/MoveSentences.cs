using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Slots;

/// <summary>Tells who put which version into a stage or an alias, and by what right; and which stages there are.</summary>
internal static class MoveSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<SlotMoved>((entry, moved) => Moved(entry, moved.After, moved.Before.Version))
        .Say<StagesChanged>((entry, _) => For(entry, "changed the stages", " of the server"));

    private static AuditSentence Moved(AuditEntry entry, SlotMoved.Became now, int? from) => (now.Kind == SlotKind.Alias, from, now.Version) switch
    {
        (true, _, { } set) => Tell(entry, $"set the alias {now.Slot} of {entry.Model} to ", set),
        (true, { } was, null) => Tell(entry, $"removed the alias {now.Slot} of {entry.Model} (", was, " was there)"),
        (true, null, null) => Tell(entry, $"removed the alias {now.Slot} of ", null),
        (false, { } was, { } came) when now.Via == MoveKind.Rollback => Tell(entry, $"rolled {now.Slot} of {entry.Model} back from {Short(was)} to ", came),
        (false, { } was, { } came) => Tell(entry, $"moved {now.Slot} of {entry.Model} from {Short(was)} to ", came, By(now)),
        (false, null, { } came) => Tell(entry, $"moved {now.Slot} of {entry.Model} to ", came, By(now)),
        (false, { } was, null) => Tell(entry, $"emptied {now.Slot} of {entry.Model} (", was, $" was there){By(now)}"),
        (false, null, null) => Tell(entry, $"emptied {now.Slot} of ", null, By(now)),
    };

    // What is linked is the version of the event.
    private static AuditSentence Tell(AuditEntry entry, string did, int? version, string tail = "") =>
        new($"{entry.Actor} {did}", version is { } number && number == entry.Version ? Short(number) : entry.SubjectName(), tail);

    private static string By(SlotMoved.Became now)
    {
        var request = now.Request is { } number ? $" by request #{number}" : "";
        return now.Via == MoveKind.BreakGlass ? $" in an emergency{request}" : request;
    }
}
