using System.Linq.Expressions;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Versions;

/// <summary>
/// The one stage in which clients of MLflow see a version: the highest it is in, else <c>Archived</c> if they put it away when it left the last one, else
/// <c>None</c>. MLflow knows two stages; others of a server or model are aliases to it.
/// </summary>
public static class VersionStages
{
    public const string None = "None";
    public const string Staging = "Staging";
    public const string Production = "Production";
    public const string Archived = "Archived";

    /// <summary>As MLflow orders them.</summary>
    public static readonly IReadOnlyList<string> All = [None, Staging, Production, Archived];

    /// <summary>The names of the stages as slots have them, from the highest on.</summary>
    internal static readonly string[] Slots = [SlotName.Normalize(Stage.Production), SlotName.Normalize(Stage.Staging)];

    /// <summary>MLflow's spelling of a stage in whatever case; null for what is none of its four.</summary>
    public static string? Find(string stage) => All.FirstOrDefault(known => known.Equals(stage, StringComparison.OrdinalIgnoreCase));

    /// <summary>The slot of a stage that is one.</summary>
    public static string? SlotOf(string stage) => stage switch
    {
        Staging => Stage.Staging,
        Production => Stage.Production,
        _ => null,
    };

    internal static string Of(IReadOnlyCollection<string> normalizedStages, bool isArchived) =>
        normalizedStages.Contains(Slots[0]) ? Production
        : normalizedStages.Contains(Slots[1]) ? Staging
        : isArchived ? Archived : None;

    /// <summary>Whether the label counts still: the version came into no stage since.</summary>
    internal static Expression<Func<ModelVersion, bool>> IsArchived(RegistryDbContext db) => version => version.StageArchivedAt != null
        && !db.SlotIntervals.Any(stay => stay.VersionId == version.Id && stay.From > version.StageArchivedAt
            && db.Slots.Any(slot => slot.Id == stay.SlotId && slot.Kind == SlotKind.Stage && Slots.Contains(slot.NormalizedName)));
}
