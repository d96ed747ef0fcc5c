namespace ModelRegistry.Core.Audit;

/// <summary>Tells which rules were made: stages, policies, metric definitions; of one model or of the whole server.</summary>
internal static class RuleSentences
{
    public static AuditSentence Of(AuditEntry entry) => entry.Action switch
    {
        "stages.changed" => For(entry, "changed the stages", " of ", " of this server"),
        "policy.published" => For(entry, $"published {Policy(entry)}", " of ", " of this server"),
        "metric.defined" => For(entry, $"defined the metric {entry.After.Word("name") ?? entry.Before.Word("name")}".TrimEnd(), " of ", ""),
        "metric.reset" => For(entry, $"took back the definition of the metric {entry.Before.Word("name")}".TrimEnd(), " of ", ""),
        _ => For(entry, AuditSentence.Plain(entry.Action), " of ", ""),
    };

    private static AuditSentence For(AuditEntry entry, string did, string of, string everywhere) =>
        entry.SubjectName() is { } subject ? new($"{entry.Actor} {did}{of}", subject, "") : new($"{entry.Actor} {did}{everywhere}", null, "");

    private static string Policy(AuditEntry entry)
    {
        var number = entry.After.Number("number") is { } known ? $"policy {known}" : "a policy";
        return entry.After.Word("slot") is { } slot ? $"{number} for {slot}" : number;
    }
}
