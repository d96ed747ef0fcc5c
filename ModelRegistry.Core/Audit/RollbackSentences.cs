using static ModelRegistry.Core.Audit.AuditMembers;

namespace ModelRegistry.Core.Audit;

/// <summary>Tells what a rollback proved and how it was recorded (that the slot moved is told beside it), and how ready a stage is for one.</summary>
internal static class RollbackSentences
{
    public static AuditSentence Of(AuditEntry entry) => entry.Action switch
    {
        "rollback.executed" => Executed(entry),
        "readiness.changed" => Changed(entry),
        _ => AuditSentence.About(entry, AuditSentence.Plain(entry.Action)),
    };

    private static AuditSentence Executed(AuditEntry entry)
    {
        var (slot, number) = (entry.After.Word("slot") ?? "a slot", entry.After.Number("number") is { } given ? $"rollback #{given}" : "a rollback");
        var reason = string.IsNullOrWhiteSpace(entry.Reason) ? "" : $": {entry.Reason.TrimEnd('.')}";
        return entry.After.Number("version") is null
            ? AuditSentence.About(entry, $"took out of {slot}, by {number},", reason)
            : AuditSentence.About(entry, $"proved {Count(entry.After.Member("verified").Number("files"), "file")} for {number} of {slot} to", reason);
    }

    private static AuditSentence Changed(AuditEntry entry)
    {
        var reason = entry.Reason is { Length: > 0 } given ? $": {given.TrimEnd('.')}" : "";
        var state = entry.After.Word("state") switch
        {
            "green" => "is ready to be rolled back",
            "amber" => "can be rolled back, with a warning",
            "red" => "cannot be rolled back now",
            _ => "changed its readiness for a rollback",
        };
        return new AuditSentence($"{entry.After.Word("slot") ?? "A stage"} of ", entry.Model, $" {state}{reason}");
    }
}
