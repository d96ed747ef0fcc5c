using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Models;

/// <summary>
/// A registered model: the name under which versions are numbered. <see cref="LastVersionNumber"/> only grows, so a
/// number is never used twice.
/// </summary>
public sealed class Model : Entity
{
    public const int DescriptionMaxLength = 10_000;
    public const int CardMaxLength = 50_000;
    public const int TagValueMaxLength = 5_000;
    public const int MaxTags = 100;

    private Model()
    {
    }

    public Model(string name, Guid ownerId, Guid createdById, string createdByName, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Name = ModelName.Check(name);
        NormalizedName = ModelName.Normalize(name);
        Names.Add(ReservedName.Of(Name, Id));
        OwnerId = ownerId;
        CreatedById = createdById;
        CreatedByName = createdByName;
        CreatedAt = now;
        UpdatedAt = now;
    }

    public string Name { get; private set; } = "";

    public string NormalizedName { get; private set; } = "";

    /// <summary>As events name it.</summary>
    public ModelRef Ref => new(Id, Name);

    public string Description
    {
        get;
        set
        {
            field = value;
            NormalizedDescription = Text.Fold(value);
        }
    } = "";

    /// <summary>The description as searches without regard to case and width read it.</summary>
    public string NormalizedDescription { get; private set; } = "";

    /// <summary>The text of the model card: Markdown with a heading for each section.</summary>
    public string Card { get; private set; } = "";

    /// <summary>Counts the changes of the card, so that an approval names the one that was read.</summary>
    public int CardVersion { get; private set; }

    /// <summary>Every version of the card; nobody needs to have read them to add one.</summary>
    public List<WrittenCard> Cards { get; } = [];

    public Guid OwnerId { get; set; }

    /// <summary>Where it lives; null: the root.</summary>
    public Guid? CollectionId { get; private set; }

    /// <summary>Seen only by its owner, people with a grant, Admins and Auditors, whatever its collection says.</summary>
    public bool Restricted { get; private set; }

    /// <summary>What <see cref="Restricted"/> comes to, here or by its collection.</summary>
    [NotInLedger("follows from its restriction and its collection")]
    public bool Closed { get; internal set; }

    public Place Place => new(Id, OwnerId, CollectionId, Closed);

    /// <summary>The metric that was chosen for charts and lists; null: <see cref="DefaultMetric"/>.</summary>
    public string? ChosenMetric { get; set; }

    /// <summary>The first well-known metric that a version of this model reported.</summary>
    public string? DefaultMetric { get; private set; }

    public int LastVersionNumber { get; internal set; }

    /// <summary>The number of the version that speaks for the model where lists of models show, sort by or ask for what a version holds; null: none.</summary>
    [NotInLedger("follows from its stages and versions")]
    public int? ShownNumber { get; private set; }

    /// <summary>Whether that version is in a stage, which then speaks for the model whatever else is sealed.</summary>
    [NotInLedger("follows from its stages and versions")]
    public bool ShowsStage { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public Guid CreatedById { get; private set; }

    public string CreatedByName { get; private set; } = "";

    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>Found by nobody but the admin's bin, until it is restored or its name is taken again.</summary>
    public DateTimeOffset? DeletedAt { get; internal set; }

    public string? DeletedByName { get; internal set; }

    public List<ModelTag> Tags { get; } = [];

    /// <summary>The name it has and those it had: all of them are its own for ever.</summary>
    public List<ReservedName> Names { get; } = [];

    public string? PrimaryMetric => ChosenMetric ?? DefaultMetric;

    /// <summary>Gives it another name, which is reserved for it from now on; <see cref="Names"/> must have been read.</summary>
    internal void Rename(string name)
    {
        Name = ModelName.Check(name);
        NormalizedName = ModelName.Normalize(name);
        if (!Names.Exists(reserved => reserved.NormalizedName == NormalizedName))
        {
            Names.Add(ReservedName.Of(Name, Id));
        }
    }

    /// <summary>Puts it into a collection (null: the root) and says who sees it.</summary>
    internal void Settle(Collection? collection, bool restricted) =>
        (CollectionId, Restricted, Closed) = (collection?.Id, restricted, restricted || collection is { Closed: true });

    /// <summary>Replaces the card; the same text again changes nothing.</summary>
    internal void SetCard(string card, Guid? byId, string byName, DateTimeOffset now)
    {
        if (card == Card)
        {
            return;
        }

        Card = card;
        CardVersion++;
        Cards.Add(new WrittenCard
        {
            ModelId = Id,
            Number = CardVersion,
            Text = card,
            WrittenAt = now,
            WrittenById = byId,
            WrittenByName = byName,
        });
    }

    /// <summary>Somebody read version <paramref name="read"/> of the card, and it is another by now.</summary>
    internal static RegistryException CardChanged(int present, int read) => new(RefusalKind.Conflict, "card_changed",
        $"You read version {read.Text()} of the card; version {present.Text()} is there now. Read it, then decide.", "version")
    {
        Details = new Dictionary<string, object?> { ["version"] = present },
    };

    /// <summary>
    /// The name of a deleted model is taken again: numbering, policies, history and restriction carry on, and nothing else that
    /// was said of it. Its name stays spelt as it was, as the audit trail has it.
    /// </summary>
    internal void BecomeAgain(Model fresh)
    {
        (OwnerId, UpdatedAt) = (fresh.OwnerId, fresh.CreatedAt);
        (Restricted, Closed) = (Restricted || fresh.Restricted, Closed || fresh.Restricted);
        (Description, ChosenMetric, DefaultMetric) = (fresh.Description, fresh.ChosenMetric, null);
        SetCard(fresh.Card, fresh.CreatedById, fresh.CreatedByName, fresh.CreatedAt);
        (DeletedAt, DeletedByName) = (null, null);
        Show(null, inStage: false);
    }

    /// <summary>Another version speaks for the model, in a stage or not.</summary>
    internal void Show(int? number, bool inStage) => (ShownNumber, ShowsStage) = (number, inStage);

    /// <summary>A version reported metrics, of which this is the most telling one; null when none is well known.</summary>
    internal void SawMetric(string? mostTelling)
    {
        DefaultMetric ??= mostTelling;
    }
}

public sealed class ModelTag
{
    public Guid ModelId { get; init; }

    public string Key { get; init; } = "";

    public string Value
    {
        get;
        set
        {
            field = value;
            NormalizedValue = Text.Fold(value);
            ValueStart = IndexedText.StartOf(value);
        }
    } = "";

    /// <inheritdoc cref="IndexedText"/>
    public string ValueStart { get; private set; } = "";

    /// <inheritdoc cref="Model.NormalizedDescription"/>
    public string NormalizedValue { get; private set; } = "";
}
