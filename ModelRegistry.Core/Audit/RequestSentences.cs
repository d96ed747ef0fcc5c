using static ModelRegistry.Core.Audit.AuditMembers;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Audit;

/// <summary>Tells how a promotion request was opened, judged and ended, and how what was done in an emergency was judged later.</summary>
internal static class RequestSentences
{
    private const int MostSkipped = 5;

    public static AuditSentence Of(AuditEntry entry) => entry.Action switch
    {
        "request.opened" => Opened(entry),
        "request.reviewed" => About(entry, $"{Decided(entry)} {Request(entry)} for"),
        "review.withdrawn" => About(entry, $"withdrew their review of {Request(entry)} for"),
        "review.dismissed" => About(entry, $"dismissed a review of {Request(entry)} for", Because(entry)),
        "request.commented" => About(entry, $"commented on {Request(entry)} for"),
        "request.executed" => About(entry, $"executed {Request(entry)} for"),
        "request.withdrawn" => About(entry, $"withdrew {Request(entry)} for", Because(entry)),
        "request.expired" => Ended(entry, " expired"),
        "request.superseded" => Ended(entry, " was superseded"),
        "request.emergency" => Emergency(entry),
        "post_review.decided" => About(entry, $"{Judged(entry)} {Number(entry, "post-review")} of"),
        _ => About(entry, Plain(entry.Action)),
    };

    private static AuditSentence Opened(AuditEntry entry) => entry.After.Word("slot") switch
    {
        null => About(entry, $"opened {Request(entry)} for"),
        var slot when entry.After.Number("version") is { } number && number == entry.Version =>
            About(entry, $"asked by {Request(entry)} to move {slot} of {entry.Model} to", subject: Short(number)),
        var slot => About(entry, $"asked by {Request(entry)} to empty {slot} of", subject: entry.Model),
    };

    private static AuditSentence Emergency(AuditEntry entry)
    {
        var (did, subject) = (entry.After.Word("slot"), entry.After.Number("version")) switch
        {
            (null, _) => ($"executed {Request(entry)} in an emergency for", entry.SubjectName()),
            ({ } slot, { } number) when number == entry.Version => ($"moved {slot} of {entry.Model} in an emergency to", Short(number)),
            ({ } slot, _) => ($"emptied {slot} in an emergency, of", entry.Model),
        };
        return About(entry, did, $"{Skipped(entry)}{Incident(entry)}{Because(entry)}", subject);
    }

    // Nobody did it: the time ran out, or another request took its place.
    private static AuditSentence Ended(AuditEntry entry, string happened) => new($"{Capital(Request(entry))} for ", entry.SubjectName(), happened);

    private static string Request(AuditEntry entry) => Number(entry, "request");

    private static string Number(AuditEntry entry, string noun) => entry.After.Number("number") is { } number ? $"{noun} #{number}" : $"a {noun}";

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private static string Decided(AuditEntry entry) => entry.After.Word("decision") switch
    {
        "approve" => "approved",
        "requestChanges" => "asked for changes in",
        "reject" => "rejected",
        _ => "reviewed",
    };

    private static string Judged(AuditEntry entry) => entry.After.Word("decision") switch
    {
        "confirm" => "confirmed in",
        "object" => "objected in",
        _ => "decided",
    };

    private static string Skipped(AuditEntry entry)
    {
        var skipped = entry.After.Words("skipped");
        var more = skipped.Count > MostSkipped ? $" and {skipped.Count - MostSkipped} more" : "";
        return skipped.Count == 0 ? "" : $", skipping {string.Join(", ", skipped.Take(MostSkipped))}{more}";
    }

    private static string Incident(AuditEntry entry) => entry.After.Word("incident") is { Length: > 0 } incident ? $" (incident {incident})" : "";

    private static string Because(AuditEntry entry) => string.IsNullOrWhiteSpace(entry.Reason) ? "" : $": {entry.Reason.TrimEnd('.')}";
}
