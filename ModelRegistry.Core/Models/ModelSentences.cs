using System.Text.Json;
using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Models;

/// <summary>Tells what happened to models.</summary>
internal static class ModelSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<ModelCreated>((entry, _) => About(entry, "created the model"))
        .Say<ModelEdited>((entry, edited) => About(entry, $"changed {Changes(edited.Before, edited.After)} of"))
        .Say<ModelRenamed>((entry, renamed) => About(entry, "renamed", $" to {renamed.After.Name}{Because(entry)}"))
        .Say<ModelRecreated>((entry, _) => About(entry, "took the name of a deleted model again:"));

    /// <summary>The members that differ, in the words of the page.</summary>
    public static string Changes<T>(T before, T after)
    {
        var (was, now) = (JsonSerializer.SerializeToElement(before, AuditBody.Json), JsonSerializer.SerializeToElement(after, AuditBody.Json));
        var names = now.EnumerateObject()
            .Where(member => member.Name is not ("updatedAt" or "name")
                && !(was.TryGetProperty(member.Name, out var former) && JsonElement.DeepEquals(member.Value, former)))
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
