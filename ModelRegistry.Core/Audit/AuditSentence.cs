using System.Globalization;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// An audit event in a sentence for people. <see cref="Subject"/> is the model or version it is about, to be linked; null for
/// events of people and sign-ins. Everything is plain text as it was recorded: whoever shows it encodes it.
/// </summary>
public sealed record AuditSentence(string Lead, string? Subject, string Tail)
{
    public string Text => $"{Lead}{Subject}{Tail}";

    /// <summary>What somebody did to the model or version of the event.</summary>
    internal static AuditSentence About(AuditEntry entry, string did, string tail = "", string? subject = null) =>
        new($"{entry.Actor} {did} ", subject ?? entry.SubjectName(), tail);

    /// <summary>What somebody did for one model, or for the whole server.</summary>
    internal static AuditSentence For(AuditEntry entry, string did, string everywhere = "") =>
        entry.SubjectName() is { } subject ? new($"{entry.Actor} {did} of ", subject, "") : Plainly($"{entry.Actor} {did}{everywhere}");

    /// <summary>Without anything to be linked.</summary>
    internal static AuditSentence Plainly(string text) => new(text, null, "");

    internal static string Because(AuditEntry entry) => string.IsNullOrWhiteSpace(entry.Reason) ? "" : $": {entry.Reason.TrimEnd('.')}";

    internal static string Count(long number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>A version as it is called beside the name of its model: <c>v9</c>.</summary>
    internal static string Short(int version) => string.Create(CultureInfo.InvariantCulture, $"v{version}");

    /// <summary>What is not known here was recorded by a newer registry: its own words are better than none.</summary>
    internal static string Plain(string action) => action.Replace('.', ' ').Replace('_', ' ');
}
