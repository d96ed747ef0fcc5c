using System.Globalization;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Experiments;

/// <summary>
/// What runs belong to: a name, unique with regard to case and among deleted ones too, and a number that is never given again. Its runs are deleted and
/// restored with it, by this one row.
/// </summary>
public sealed class Experiment
{
    /// <summary>The one that is there from the start, for runs that name none.</summary>
    public const int DefaultId = 0;

    public const int NameMaxLength = 500;
    public const int TagValueMaxLength = 5_000;

    /// <summary>What every address of files of a run begins with.</summary>
    public const string ArtifactScheme = "mlflow-artifacts:";

    private Experiment()
    {
    }

    public Experiment(int id, string name, Guid? createdById, string createdByName, DateTimeOffset now)
    {
        (Id, Name, CreatedById, CreatedByName) = (id, RequireName(name), createdById, createdByName);
        (CreatedAt, UpdatedAt) = (now, now);
    }

    public int Id { get; private init; }

    public string Name { get; private set; } = "";

    /// <summary>The collection that it lives in; null for the root.</summary>
    public Guid? CollectionId { get; private set; }

    /// <summary>Seen only by whoever created it, people with a grant, Admins and Auditors.</summary>
    public bool Restricted { get; private set; }

    /// <summary>Whether that holds, because it is restricted itself or by its collection.</summary>
    [NotInLedger("follows from its restriction and its collection")]
    public bool Closed { get; internal set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public Guid? CreatedById { get; private init; }

    public string CreatedByName { get; private init; } = "";

    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>Deleted with all its runs; null while it is there.</summary>
    public DateTimeOffset? DeletedAt { get; internal set; }

    public List<ExperimentTag> Tags { get; } = [];

    public Place Place => new(null, CreatedById, CollectionId, Closed);

    /// <summary>Where the files of its runs are: always in this registry.</summary>
    public string ArtifactLocation => LocationOf(Id);

    /// <summary>As MLflow writes its number.</summary>
    public string IdText => Id.ToString(CultureInfo.InvariantCulture);

    public static string LocationOf(int id) => string.Create(CultureInfo.InvariantCulture, $"{ArtifactScheme}/{id}");

    /// <summary>The experiment that a new database begins with.</summary>
    internal static object Default => new
    {
        Id = DefaultId,
        Name = "Default",
        Restricted = false,
        Closed = false,
        CreatedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        CreatedByName = "registry",
        UpdatedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    /// <summary>Puts it into a collection (null: the root) and says who sees it.</summary>
    internal void Settle(Collection? collection, bool restricted) =>
        (CollectionId, Restricted, Closed) = (collection?.Id, restricted, restricted || collection is { Closed: true });

    internal void Rename(string name, DateTimeOffset now) => (Name, UpdatedAt) = (RequireName(name), now);

    internal static string RequireName(string name, string field = "name") => Text.Check(field, name, NameMaxLength, required: true);
}
