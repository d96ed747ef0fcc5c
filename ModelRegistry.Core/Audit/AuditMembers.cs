namespace ModelRegistry.Core.Audit;

internal static class AuditMembers
{
    /// <summary>What the event is about, where it is about a model or version: <c>fraud v9</c>.</summary>
    public static string? SubjectName(this AuditEntry entry) =>
        entry is { Model: { } model, Version: { } number } ? $"{model} {AuditSentence.Short(number)}" : entry.Model;
}
