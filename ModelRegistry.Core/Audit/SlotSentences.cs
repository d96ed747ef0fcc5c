using static ModelRegistry.Core.Audit.AuditMembers;

namespace ModelRegistry.Core.Audit;

/// <summary>Tells who put which version into a stage or an alias, and by what right.</summary>
internal static class SlotSentences
{
    public static AuditSentence Of(AuditEntry entry) => entry.Action == "slot.moved" && Slot(entry) is { } slot
        ? Moved(entry, slot, entry.Before.Number("version"), entry.After.Number("version"))
        : AuditSentence.About(entry, AuditSentence.Plain(entry.Action));

    private static AuditSentence Moved(AuditEntry entry, string slot, long? from, long? to) => (IsAlias(entry), from, to) switch
    {
        (true, _, { } set) => Tell(entry, $"set the alias {slot} of {entry.Model} to ", set),
        (true, { } was, null) => Tell(entry, $"removed the alias {slot} of {entry.Model} (", was, " was there)"),
        (true, null, null) => Tell(entry, $"removed the alias {slot} of ", null),
        (false, { } was, { } now) when IsVia(entry, "rollback") => Tell(entry, $"rolled {slot} of {entry.Model} back from {Short(was)} to ", now),
        (false, { } was, { } now) => Tell(entry, $"moved {slot} of {entry.Model} from {Short(was)} to ", now, By(entry)),
        (false, null, { } now) => Tell(entry, $"moved {slot} of {entry.Model} to ", now, By(entry)),
        (false, { } was, null) => Tell(entry, $"emptied {slot} of {entry.Model} (", was, $" was there){By(entry)}"),
        (false, null, null) => Tell(entry, $"emptied {slot} of ", null, By(entry)),
    };

    // What is linked is the version of the event; a body of another shape leaves the model's name in its place.
    private static AuditSentence Tell(AuditEntry entry, string did, long? version, string tail = "") =>
        new($"{entry.Actor} {did}", version is { } number && number == entry.Version ? Short(number) : entry.SubjectName(), tail);

    private static string By(AuditEntry entry)
    {
        var request = entry.After.Number("request") is { } number ? $" by request #{number}" : "";
        return IsVia(entry, "breakGlass") ? $" in an emergency{request}" : request;
    }

    private static string? Slot(AuditEntry entry) => entry.After.Word("slot") ?? entry.Before.Word("slot");

    private static bool IsAlias(AuditEntry entry) => string.Equals(entry.After.Word("kind"), "alias", StringComparison.OrdinalIgnoreCase);

    private static bool IsVia(AuditEntry entry, string via) => string.Equals(entry.After.Word("via"), via, StringComparison.OrdinalIgnoreCase);
}
