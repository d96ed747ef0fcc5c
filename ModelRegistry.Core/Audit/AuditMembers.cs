using System.Globalization;
using System.Text.Json;

namespace ModelRegistry.Core.Audit;

/// <summary>Reads members of recorded bodies, which may have any shape: what is not there or of another kind is null.</summary>
internal static class AuditMembers
{
    public static JsonElement? Member(this JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out var member) ? member : null;

    public static string? Word(this JsonElement? of, string name) => of.Member(name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    public static bool? Flag(this JsonElement? of, string name) => of.Member(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static long? Number(this JsonElement? of, string name) =>
        of.Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out var number) ? number : null;

    public static IReadOnlyList<string> Words(this JsonElement? of, string name) =>
        of.Member(name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray().Select(word => word.ToString())] : [];

    public static string Count(long? number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number ?? 0} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>A version as it is called beside the name of its model: <c>v9</c>.</summary>
    public static string Short(long version) => string.Create(CultureInfo.InvariantCulture, $"v{version}");

    /// <summary>What the event is about, where it is about a model or version: <c>fraud v9</c>.</summary>
    public static string? SubjectName(this AuditEntry entry) =>
        entry is { Model: { } model, Version: { } number } ? $"{model} {Short(number)}" : entry.Model;
}
