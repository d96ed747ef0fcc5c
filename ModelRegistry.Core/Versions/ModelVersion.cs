using System.Globalization;
using System.Text.Json.Serialization;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Versions;

public enum VersionStatus
{
    /// <summary>Files may still be added.</summary>
    [JsonStringEnumMemberName("PENDING")]
    Pending,

    /// <summary>Sealed: files and parameters never change again.</summary>
    [JsonStringEnumMemberName("READY")]
    Ready,

    /// <summary>Given up after seven days without a change; final, the number stays used.</summary>
    [JsonStringEnumMemberName("FAILED")]
    Failed,
}

/// <summary>
/// One numbered result of a model. It is PENDING until <see cref="Seal"/>; from then on its files and parameters are fixed,
/// and <see cref="Digest"/> names them.
/// </summary>
public sealed class ModelVersion : Entity
{
    public const int LabelMaxLength = 100;
    public const int DescriptionMaxLength = 10_000;
    public const int FrameworkMaxLength = 100;
    public const int ParameterMaxLength = 6_000;
    public const int TagValueMaxLength = 5_000;
    public const int MaxTags = 100;
    public const int MaxParameters = 2_000;
    public const int SignatureMaxLength = 5_000_000;
    public const int SignatureNoteMaxLength = 1_000;
    public const int MaxFiles = 100_000;
    public const int DigestMaxLength = 100;

    /// <summary>Short enough for an index that holds all of it on both databases.</summary>
    public const int SearchTextMaxLength = 400;

    private ModelVersion()
    {
    }

    public ModelVersion(Guid modelId, int number, Guid createdById, string createdByName, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ModelId = modelId;
        Number = number;
        CreatedById = createdById;
        CreatedByName = createdByName;
        CreatedAt = now;
        TouchedAt = now;
    }

    public Guid ModelId { get; private set; }

    public int Number { get; private set; }

    /// <summary>This version as a slot keeps it.</summary>
    internal Occupant AsOccupant => new(Id, Number);

    public string? Label { get; private set; }

    public string? NormalizedLabel { get; private set; }

    public VersionStatus Status { get; private set; }

    /// <summary><c>sha256:</c> and the SHA-256 of the manifest; null until sealed.</summary>
    public string? Digest { get; private set; }

    /// <summary>
    /// The digest of the set of file hashes apart from <c>MLmodel</c> and environment files: equal for the same model under a fresh
    /// description. Null until sealed.
    /// </summary>
    [NotInLedger("follows from the files", Compared = true)]
    public string? ContentDigest { get; internal set; }

    public string Description { get; set; } = "";

    public string? Framework { get; internal set; }

    public string? DatasetName { get; internal set; }

    public string? DatasetDigest { get; internal set; }

    public string? DatasetUri { get; internal set; }

    public string? SourceRunId { get; internal set; }

    public string? SourceGitCommit { get; internal set; }

    public string? SourceUri { get; internal set; }

    public string? SourceRunLink { get; internal set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public Guid CreatedById { get; private set; }

    public string CreatedByName { get; private set; } = "";

    /// <summary>The token that registered it, if any: its owner counts as the registrant.</summary>
    public Guid? CreatedByTokenId { get; init; }

    /// <summary>Who created the run that it comes from, if that is known: another hand in it.</summary>
    public Guid? RunCreatedById { get; internal set; }

    /// <summary>Last upload, seal or edit; a PENDING version is given up seven days after it.</summary>
    [NotInLedger("a stamp of the last upload or edit")]
    public DateTimeOffset TouchedAt { get; internal set; }

    /// <summary>
    /// When a client of MLflow put it away as <c>Archived</c>: what that client reads as its stage while it is in none, until it comes into one again.
    /// No more than a label; see <see cref="ArchivedAt"/> for what is hidden.
    /// </summary>
    [NotInLedger("a label for clients of MLflow, which nothing is decided by")]
    public DateTimeOffset? StageArchivedAt { get; internal set; }

    public DateTimeOffset? SealedAt { get; private set; }

    [NotInLedger("follows from the files", Compared = true)]
    public int FileCount { get; private set; }

    [NotInLedger("follows from the files", Compared = true)]
    public long TotalSize { get; private set; }

    /// <summary>When every file was last re-hashed, and whether all were as sealed.</summary>
    public DateTimeOffset? VerifiedAt { get; private set; }

    public bool? VerifiedOk { get; private set; }

    /// <summary>
    /// SHA-256 of the inputs and outputs that its <c>MLmodel</c> file declares (<see cref="VersionSignature"/>), read when it was sealed; null when
    /// it declares none.
    /// </summary>
    public string? SignatureDigest { get; private set; }

    /// <summary>Where there is no signature although there is a file that could declare one: a sentence that says why; else null.</summary>
    public string? SignatureNote { get; private set; }

    /// <summary>Hidden from default lists and kept out of slots, until it is unarchived; still readable.</summary>
    public DateTimeOffset? ArchivedAt { get; internal set; }

    /// <summary>Found by nobody but the admin's bin, until it is restored.</summary>
    public DateTimeOffset? DeletedAt { get; internal set; }

    public string? DeletedByName { get; internal set; }

    /// <summary>Its files and evidence are gone for good; number and digest stay.</summary>
    public DateTimeOffset? PurgedAt { get; internal set; }

    /// <summary>An admin keeps it from being deleted or purged.</summary>
    public DateTimeOffset? HeldAt { get; internal set; }

    public string? HeldByName { get; internal set; }

    public string? HoldReason { get; internal set; }

    /// <summary>
    /// What a search by words looks through, folded: label, framework, the values of tags and the description, up to
    /// <see cref="SearchTextMaxLength"/> characters in all, so that it is read from an index and not from the rows.
    /// </summary>
    [NotInLedger("follows from label, framework, tags and description")]
    public string SearchText { get; private set; } = "";

    public List<VersionParameter> Parameters { get; } = [];

    public List<VersionTag> Tags { get; } = [];

    /// <summary>To be called after a change of what is searched; <see cref="Tags"/> must have been read.</summary>
    internal void Reword()
    {
        var tags = Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => tag.Value);
        var text = Text.Fold(string.Join('\n', new[] { Label, Framework }.Concat(tags).Append(Description).Where(part => !string.IsNullOrEmpty(part))));
        SearchText = IndexedText.StartOf(text, SearchTextMaxLength);
    }

    /// <summary>Sets the label once: it resolves like a number, so it must not look like one.</summary>
    public void SetLabel(string label)
    {
        if (Label is not null && Label != label)
        {
            throw RegistryException.Conflict("label_set", $"Version {Number} already has the label '{Label}'. A label is set once.", "label");
        }

        Label = VersionLabel.Check(label);
        NormalizedLabel = VersionLabel.Normalize(label);
    }

    public void Touch(DateTimeOffset now)
    {
        RequirePending();
        TouchedAt = now;
    }

    /// <summary>A file was added, or another put in its place; the seal counts again.</summary>
    public void Listed(bool isNew, long sizeChange, DateTimeOffset now)
    {
        Touch(now);
        FileCount += isNew ? 1 : 0;
        TotalSize += sizeChange;
        Revision = Guid.NewGuid(); // also when nothing else differs: whoever looked at the files must see that they are others
    }

    public void Seal(IReadOnlyCollection<ManifestEntry> files, string? signature, string? signatureNote, DateTimeOffset now)
    {
        RequirePending();
        Status = VersionStatus.Ready;
        Digest = Manifest.DigestOf(files);
        ContentDigest = Manifest.ContentDigestOf(files);
        FileCount = files.Count;
        TotalSize = files.Sum(file => file.Size);
        (SignatureDigest, SignatureNote) = (signature is null ? null : Sha256Hex.Of(signature), signatureNote);
        SealedAt = now;
        TouchedAt = now;
    }

    public void GiveUp(DateTimeOffset now)
    {
        RequirePending();
        Status = VersionStatus.Failed;
        TouchedAt = now;
    }

    public void Verified(bool ok, DateTimeOffset now)
    {
        VerifiedAt = now;
        VerifiedOk = ok;
    }

    internal void Delete(string byName, DateTimeOffset now) => (DeletedAt, DeletedByName) = (now, byName);

    internal void Restore() => (DeletedAt, DeletedByName) = (null, null);

    internal void Hold(string byName, string reason, DateTimeOffset now) => (HeldAt, HeldByName, HoldReason) = (now, byName, reason);

    internal void ReleaseHold() => (HeldAt, HeldByName, HoldReason) = (null, null, null);

    /// <summary>
    /// What it was is gone for good: number, label and digests stay, and how much there was. Its rows elsewhere are taken away
    /// in the same change.
    /// </summary>
    internal void Purge(string byName, DateTimeOffset now)
    {
        if (DeletedAt is null)
        {
            Delete(byName, now);
        }

        (Description, Framework, SignatureDigest, SignatureNote) = ("", null, null, null);
        (DatasetName, DatasetDigest, DatasetUri) = (null, null, null);
        (SourceRunId, SourceGitCommit, SourceUri, SourceRunLink) = (null, null, null, null);
        (VerifiedAt, VerifiedOk, SearchText) = (null, null, "");
        PurgedAt = now;
    }

    public void RequirePending()
    {
        if (Status != VersionStatus.Pending)
        {
            throw RegistryException.Conflict("version_not_pending", Status == VersionStatus.Ready
                ? string.Create(CultureInfo.InvariantCulture,
                    $"Version {Number} is sealed: its files and parameters never change. Register a new version instead.")
                : string.Create(CultureInfo.InvariantCulture,
                    $"Version {Number} was given up after seven days without a change. Register a new version instead."));
        }
    }
}

public sealed class VersionParameter
{
    public Guid VersionId { get; init; }

    /// <summary>The model of the version, so that a list finds its rows by one index.</summary>
    public Guid ModelId { get; init; }

    /// <summary>The number of the version, by which rows of one value are in order.</summary>
    public int VersionNumber { get; init; }

    public string Name { get; init; } = "";

    public string Value
    {
        get;
        init
        {
            field = value;
            ValueStart = IndexedText.StartOf(value);
        }
    } = "";

    /// <inheritdoc cref="IndexedText"/>
    public string ValueStart { get; private set; } = "";
}

public sealed class VersionTag
{
    /// <summary>How long the value of a tag may be: the text of a prompt is one.</summary>
    internal static int ValueMaxLengthOf(string key) => key == PromptTags.Text ? PromptTags.TextMaxLength : ModelVersion.TagValueMaxLength;

    public Guid VersionId { get; init; }

    /// <inheritdoc cref="VersionParameter.ModelId"/>
    public Guid ModelId { get; init; }

    /// <inheritdoc cref="VersionParameter.VersionNumber"/>
    public int VersionNumber { get; init; }

    public string Key { get; init; } = "";

    public string Value
    {
        get;
        set
        {
            field = value;
            ValueStart = IndexedText.StartOf(value);
        }
    } = "";

    /// <inheritdoc cref="IndexedText"/>
    public string ValueStart { get; private set; } = "";
}

/// <summary>
/// What a version declares as its inputs, outputs and params, as JSON. Apart from the version, because it may be as long as a book and lists do not
/// show it.
/// </summary>
public sealed class VersionSignature
{
    public Guid VersionId { get; init; }

    public string Json { get; init; } = "";
}

/// <summary>
/// What the numbers of a version were made of, as its file <c>evaluation-results.json</c> says and as it was read when the version was sealed. Apart from
/// the version, because it may hold a result for each row of a data set.
/// </summary>
public sealed class VersionResults
{
    public const int MaxLength = 5_000_000;

    public Guid VersionId { get; init; }

    public string Json { get; init; } = "";
}

/// <summary>
/// A file of a version. <see cref="PathKey"/> is equal for paths that differ only by Unicode form or case, which a version may not have both of.
/// </summary>
[NotInLedger("uploads leave no event; the seal names what was there", Compared = true)]
public sealed class VersionFile
{
    public const int PathMaxLength = 1_024;

    public Guid VersionId { get; init; }

    public string PathKey { get; init; } = "";

    public string Path { get; init; } = "";

    public string Sha256 { get; set; } = "";

    public long Size { get; set; }

    public DateTimeOffset UploadedAt { get; set; }

    public Guid UploadedById { get; set; }

    public string UploadedByName { get; set; } = "";
}
