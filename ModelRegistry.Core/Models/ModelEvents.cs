using System.Text.Json.Serialization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Models;

[Event(EventSubject.Models, "model.created", "Model created")]
public sealed record ModelCreated(ModelRef Model, RecordedModel After) : RegistryEvent(Model);

[Event(EventSubject.Models, "model.recreated", "Name of a deleted model taken again")]
public sealed record ModelRecreated(ModelRef Model, ModelRecreated.Deletion Before, RecordedModel After) : RegistryEvent(Model)
{
    public sealed record Deletion(DateTimeOffset DeletedAt, string? DeletedByName);
}

/// <summary>Told under the name that the model had until then.</summary>
[Event(EventSubject.Models, "model.renamed", "Model renamed")]
public sealed record ModelRenamed(ModelRef Model, ModelRenamed.Naming Before, ModelRenamed.Naming After, string? Reason) : RegistryEvent(Model, Reason: Reason)
{
    public sealed record Naming(string Name);
}

[Event(EventSubject.Models, "model.edited", "Model changed")]
public sealed record ModelEdited(ModelRef Model, RecordedModel Before, RecordedModel After) : RegistryEvent(Model)
{
    /// <summary>A card longer than this is kept by its digest.</summary>
    public const int LongestCard = 4_000;

    /// <summary>Keeps everything but the card, and of a changed card its text, or, where a text is long, its number and digest.</summary>
    public static ModelEdited Of(Model model, ModelView before, ModelView after)
    {
        var (was, now) = (RecordedModel.Of(before), RecordedModel.Of(after));
        if (before.Card != after.Card)
        {
            var whole = Math.Max(before.Card?.Length ?? 0, after.Card?.Length ?? 0) < LongestCard;
            (was, now) = (was.WithCard(before, whole), now.WithCard(after, whole));
        }

        return new ModelEdited(model.Ref, was, now);
    }
}

/// <summary>What the trail keeps of a model.</summary>
public sealed record RecordedModel(
    string Name,
    string Description,
    string Owner,
    IReadOnlyDictionary<string, string> Tags,
    bool Restricted,
    string? PrimaryMetric,
    int? LatestVersion,
    IReadOnlyDictionary<string, int> Slots,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset UpdatedAt)
{
    /// <summary>Left out for the root.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Collection { get; init; }

    /// <summary>How often the card was changed; this and the two below only where the card changed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? CardVersion { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Card { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CardDigest { get; init; }

    public static RecordedModel Of(ModelView view) => new(view.Name, view.Description, view.Owner, view.Tags, view.Restricted, view.PrimaryMetric,
        view.LatestVersion, view.Slots, view.CreatedAt, view.CreatedBy, view.UpdatedAt)
    {
        Collection = view.Collection == Access.Collection.Root ? null : view.Collection,
    };

    internal RecordedModel WithCard(ModelView view, bool whole) => this with
    {
        CardVersion = view.CardVersion,
        Card = whole ? view.Card : null,
        CardDigest = whole ? null : $"sha256:{Sha256Hex.Of(view.Card ?? "")}",
    };
}
