using System.Globalization;
using System.Text.Json;

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
        "model" or "version" or "artifact" or "metrics" or "check" when entry.Model is not null => OfModel(entry, Name(entry)),
        _ => new AuditSentence(OfPeople(entry), null, ""),
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

            told.Add(new ToldEvent(first, run == 1 ? Of(first) : About(first, $"uploaded {Count(run, "file")} to", Name(first))));
            i += run;
        }

        return told;
    }

    private static bool IsSameUpload(AuditEntry one, AuditEntry other) =>
        (one.Action, one.Actor, one.Model, one.Version) == (other.Action, other.Actor, other.Model, other.Version) && one.Model is not null;

    private static AuditSentence OfModel(AuditEntry entry, string subject) => entry.Action switch
    {
        "model.created" => About(entry, "created the model", subject),
        "model.edited" => About(entry, $"changed {Changes(entry)} of", subject),
        "version.created" => About(entry, "began", subject),
        "version.sealed" => About(entry, "registered", subject, $" with {Count(Number(entry.After, "files"), "file")}"),
        "version.edited" => About(entry, $"changed {Changes(entry)} of", subject),
        "version.failed" => About(entry, "gave up", subject, entry.Reason is null ? "" : $": {entry.Reason.TrimEnd('.')}"),
        "version.verified" => About(entry, "verified", subject, Verified(entry)),
        Uploaded => About(entry, $"uploaded {Word(entry.After, "path") ?? "a file"} to", subject),
        "metrics.logged" => About(entry, $"logged {Metrics(entry.After)} of", subject),
        "check.posted" => About(entry, $"posted the check '{Word(entry.After, "name")}' of", subject),
        _ => About(entry, Plain(entry.Action), subject),
    };

    private static string OfPeople(AuditEntry entry) => entry.Action switch
    {
        "user.created" => $"{entry.Actor} made the account {Account(entry)}{Roles(" as ", entry.After)}",
        "user.edited" => $"{entry.Actor} {Edited(entry)} the account {Account(entry)}",
        "user.roles_changed" => $"{entry.Actor} set the roles of {Account(entry)}{Roles(" to ", entry.After, none: " to none")}",
        "user.password_changed" => $"{entry.Actor} changed their password",
        "user.invitation_accepted" => $"{Account(entry)} accepted the invitation",
        "user.locked" => $"The account {Account(entry)} was locked for a few minutes after too many failed sign-ins",
        "session.signed_in" => $"{entry.Actor} signed in",
        "session.signed_out" => $"{entry.Actor} signed out",
        "token.created" => $"{entry.Actor} made the access token '{Word(entry.After, "name")}'",
        "token.revoked" => $"{entry.Actor} revoked the access token '{Word(entry.Before, "name")}'",
        "metric.defined" => $"{entry.Actor} defined the metric {Word(entry.After, "name")}",
        "metric.reset" => $"{entry.Actor} took back the definition of the metric {Word(entry.Before, "name")}",
        "sign_in.failed" => Refused(entry, "sign-in", "failed"),
        "access.unauthenticated" => Refused(entry, "anonymous call", "came to nothing"),
        "access.refused" => $"{entry.Actor} was refused: {Word(entry.After, "message")?.TrimEnd('.')}",
        _ => $"{entry.Actor} {Plain(entry.Action)}",
    };

    private static AuditSentence About(AuditEntry entry, string did, string subject, string tail = "") => new($"{entry.Actor} {did} ", subject, tail);

    private static string Name(AuditEntry entry) =>
        entry.Version is { } number ? string.Create(CultureInfo.InvariantCulture, $"{entry.Model} v{number}") : entry.Model!;

    // What is not known here was recorded by a newer registry: its own words are better than none.
    private static string Plain(string action) => action.Replace('.', ' ').Replace('_', ' ');

    private static string Account(AuditEntry entry) =>
        Word(entry.After, "email") ?? Word(entry.After, "user") ?? Word(entry.Before, "email") ?? "of somebody";

    private static string Edited(AuditEntry entry) => (Flag(entry.Before, "active"), Flag(entry.After, "active")) switch
    {
        (true, false) => "disabled",
        (false, true) => "enabled",
        _ => entry.Reason is null ? "changed" : "reset",
    };

    private static string Verified(AuditEntry entry) => Flag(entry.After, "ok") switch
    {
        true => ": every file is as it was sealed",
        false when Member(entry.After, "findings") is { ValueKind: JsonValueKind.Array } found && found.GetArrayLength() > 0 =>
            $": {Count(found.GetArrayLength(), "file")} damaged or missing",
        false => ": it does not hold what was sealed",
        null => "",
    };

    private static string Metrics(JsonElement? rows) => rows is { ValueKind: JsonValueKind.Array } array
        ? array.GetArrayLength() == 1 && Word(array[0], "name") is { } name ? name : Count(array.GetArrayLength(), "metric")
        : "metrics";

    private static string Refused(AuditEntry entry, string what, string happened)
    {
        var from = Word(entry.After, "address") is { } address ? $" from {address}" : "";
        return Number(entry.After, "more") is { } more ? $"{Count(more, $"more {what}")}{from} {happened} within a minute" : $"One {what}{from} {happened}";
    }

    private static string Roles(string lead, JsonElement? account, string none = "") =>
        Member(account, "roles") is { ValueKind: JsonValueKind.Array } roles && roles.GetArrayLength() > 0
            ? lead + string.Join(", ", roles.EnumerateArray().Select(role => role.ToString()))
            : none;

    /// <summary>The members that differ between before and after, in the words of the page.</summary>
    private static string Changes(AuditEntry entry)
    {
        if (entry.Before is not { ValueKind: JsonValueKind.Object } before || entry.After is not { ValueKind: JsonValueKind.Object } after)
        {
            return "details";
        }

        var names = after.EnumerateObject()
            .Where(member => member.Name is not ("updatedAt" or "name") && !JsonElement.DeepEquals(member.Value, Member(before, member.Name) ?? default))
            .Select(member => member.Name switch
            {
                "primaryMetric" => "the primary metric",
                "restricted" => "the visibility",
                "tags" => "tags",
                _ => $"the {member.Name}",
            }).ToList();
        return names.Count == 0 ? "details" : string.Join(" and ", names);
    }

    private static string Count(long? number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number ?? 0} {noun}{(number == 1 ? "" : "s")}");

    private static JsonElement? Member(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out var member) ? member : null;

    private static string? Word(JsonElement? of, string name) => Member(of, name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    private static bool? Flag(JsonElement? of, string name) => Member(of, name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static long? Number(JsonElement? of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out var number) ? number : null;
}

/// <summary>A sentence and the event, or the first of the events, that it tells of.</summary>
public sealed record ToldEvent(AuditEntry Entry, AuditSentence Sentence);
