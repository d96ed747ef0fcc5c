using System.Text.Json;
using static ModelRegistry.Core.Audit.AuditMembers;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Audit;

/// <summary>Tells what happened to models, versions and what belongs to them.</summary>
internal static class ModelSentences
{
    public static AuditSentence Of(AuditEntry entry) => entry.Action switch
    {
        "model.created" => About(entry, "created the model"),
        "model.edited" => About(entry, $"changed {Changes(entry)} of"),
        "model.deleted" => About(entry, "deleted the model", Because(entry)),
        "model.restored" => About(entry, "restored the model", Because(entry)),
        "model.recreated" => About(entry, "took the name of a deleted model again:"),
        "version.archived" => About(entry, "archived", Because(entry)),
        "version.unarchived" => About(entry, "unarchived", Because(entry)),
        "version.deleted" => About(entry, "deleted", Because(entry)),
        "version.restored" => About(entry, "restored", Because(entry)),
        "version.purged" => About(entry, "purged the files and evidence of", Because(entry)),
        "version.held" => About(entry, "holds", Because(entry)),
        "version.hold_released" => About(entry, "released the hold on", Because(entry)),
        "version.created" => About(entry, "began"),
        "version.sealed" => About(entry, "registered", $" with {Count(entry.After.Number("files"), "file")}"),
        "version.edited" => About(entry, $"changed {Changes(entry)} of"),
        "version.failed" => About(entry, "gave up", Because(entry)),
        "version.quarantined" => About(entry, "quarantined", $"{ByRollback(entry)}{Because(entry)}"),
        "version.released" => About(entry, "released", $" from quarantine{Because(entry)}"),
        "version.verified" => About(entry, "verified", Verified(entry)),
        "artifact.uploaded" => About(entry, $"uploaded {entry.After.Word("path") ?? "a file"} to"),
        "metrics.logged" => About(entry, $"logged {Metrics(entry.After)} of"),
        "check.posted" => About(entry, $"posted the check '{entry.After.Word("name")}' of"),
        _ => About(entry, Plain(entry.Action)),
    };

    public static AuditSentence Upload(AuditEntry first, int files) => About(first, $"uploaded {Count(files, "file")} to");

    private static string Because(AuditEntry entry) => string.IsNullOrWhiteSpace(entry.Reason) ? "" : $": {entry.Reason.TrimEnd('.')}";

    private static string ByRollback(AuditEntry entry) => entry.After.Number("rollback") is { } number ? $" by rollback #{number}" : "";

    private static string Verified(AuditEntry entry) => entry.After.Flag("ok") switch
    {
        true => ": every file is as it was sealed",
        false when entry.After.Member("findings") is { ValueKind: JsonValueKind.Array } found && found.GetArrayLength() > 0 =>
            $": {Count(found.GetArrayLength(), "file")} damaged or missing",
        false => ": it does not hold what was sealed",
        null => "",
    };

    private static string Metrics(JsonElement? rows) => rows is { ValueKind: JsonValueKind.Array } array
        ? array.GetArrayLength() == 1 && AuditMembers.Word(array[0], "name") is { } name ? name : Count(array.GetArrayLength(), "metric")
        : "metrics";

    /// <summary>The members that differ between before and after, in the words of the page.</summary>
    private static string Changes(AuditEntry entry)
    {
        if (entry.Before is not { ValueKind: JsonValueKind.Object } || entry.After is not { ValueKind: JsonValueKind.Object } after)
        {
            return "details";
        }

        var names = after.EnumerateObject()
            .Where(member => member.Name is not ("updatedAt" or "name") && !JsonElement.DeepEquals(member.Value, entry.Before.Member(member.Name) ?? default))
            .Select(member => member.Name switch
            {
                "primaryMetric" => "the primary metric",
                "restricted" => "the visibility",
                "tags" => "tags",
                "card" or "cardVersion" or "cardDigest" => "the card",
                _ => $"the {member.Name}",
            }).Distinct().ToList();
        return names.Count == 0 ? "details" : string.Join(" and ", names);
    }
}
