namespace ModelRegistry.Core.Audit;

/// <summary>
/// An audit event in a sentence for people. <see cref="Subject"/> is the model or version it is about, to be linked; null for
/// events of people and sign-ins. Everything is plain text as it was recorded: whoever shows it encodes it.
/// </summary>
public sealed record AuditSentence(string Lead, string? Subject, string Tail)
{
    private const string Uploaded = "artifact.uploaded";

    public string Text => $"{Lead}{Subject}{Tail}";

    public static AuditSentence Of(AuditEntry entry) => entry.Action.Split('.')[0] switch
    {
        "model" or "version" or "artifact" or "metrics" or "check" when entry.Model is not null => ModelSentences.Of(entry),
        "slot" when entry.Model is not null => SlotSentences.Of(entry),
        "rollback" or "readiness" when entry.Model is not null => RollbackSentences.Of(entry),
        "request" or "review" or "post_review" when entry.Model is not null => RequestSentences.Of(entry),
        "store" => StoreSentences.Of(entry),
        "stages" or "policy" or "metric" => RuleSentences.Of(entry),
        _ => new AuditSentence(PeopleSentences.Of(entry), null, ""),
    };

    /// <summary>Events in their order; the files of one upload, one event each in the chain, are told as one.</summary>
    public static IReadOnlyList<ToldEvent> Tell(IReadOnlyList<AuditEntry> entries)
    {
        List<ToldEvent> told = [];
        for (var i = 0; i < entries.Count;)
        {
            var (first, run) = (entries[i], 1);
            while (first.Action == Uploaded && i + run < entries.Count && IsSameUpload(first, entries[i + run]))
            {
                run++;
            }

            told.Add(new ToldEvent(first, run == 1 ? Of(first) : ModelSentences.Upload(first, run), [.. entries.Skip(i).Take(run)]));
            i += run;
        }

        return told;
    }

    /// <summary>What somebody did to the model or version of the event.</summary>
    internal static AuditSentence About(AuditEntry entry, string did, string tail = "", string? subject = null) =>
        new($"{entry.Actor} {did} ", subject ?? entry.SubjectName(), tail);

    /// <summary>What is not known here was recorded by a newer registry: its own words are better than none.</summary>
    internal static string Plain(string action) => action.Replace('.', ' ').Replace('_', ' ');

    private static bool IsSameUpload(AuditEntry one, AuditEntry other) =>
        (one.Action, one.Actor, one.Model, one.Version) == (other.Action, other.Actor, other.Model, other.Version) && one.Model is not null;
}

/// <summary>A sentence, the event or the first of the events that it tells of, and all of these.</summary>
public sealed record ToldEvent(AuditEntry Entry, AuditSentence Sentence, IReadOnlyList<AuditEntry> Events);
