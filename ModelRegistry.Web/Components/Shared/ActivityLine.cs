using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>One act in a list of events, with what it caused: the events of its transaction, and the steps of which a registration consists.</summary>
public sealed record ActivityLine(AuditEntry Act, IReadOnlyList<AuditEntry> Caused)
{
    /// <summary>What people want to read of it beside the act: that a slot moved.</summary>
    public AuditEntry? Outcome => Caused.FirstOrDefault(entry => entry.Event is SlotMoved);

    /// <summary>What else it caused; shown when it is asked for.</summary>
    public IReadOnlyList<AuditEntry> Folded => [.. Caused.Where(entry => entry != Outcome)];

    /// <summary>Of events in the order of a list, newest first; each appears once, and nothing is left out.</summary>
    public static IReadOnlyList<ActivityLine> Of(IReadOnlyList<AuditEntry> newestFirst)
    {
        List<List<AuditEntry>> groups = [];
        foreach (var entry in newestFirst)
        {
            if (groups is [.., var last] && (IsOfOneTransaction(last[^1], entry) || IsStepOf(last, entry)))
            {
                last.Add(entry);
            }
            else
            {
                groups.Add([entry]);
            }
        }

        return [.. groups.Select(Line)];
    }

    // All events of a transaction have its instant, and follow each other without a gap from the one that it begins with.
    private static bool IsOfOneTransaction(AuditEntry newer, AuditEntry older) =>
        !newer.Begins && newer.Seq == older.Seq + 1 && newer.At == older.At && newer.Actor == older.Actor && newer.Door == older.Door;

    // Begun, measured, sealed: one registration. Verified for a request: a part of asking.
    private static bool IsStepOf(List<AuditEntry> later, AuditEntry entry) =>
        later[^1] is var next && next.Model == entry.Model && next.Version == entry.Version && next.Actor == entry.Actor
        && (entry.Event, Head(later).Event) switch
        {
            (VersionCreated or MetricsLogged, VersionSealed) => true,
            (VersionVerified { After.Ok: true }, RequestOpened or RequestReviewed) => next.At - entry.At < TimeSpan.FromMinutes(1),
            _ => false,
        };

    private static ActivityLine Line(List<AuditEntry> group) => new(Head(group), [.. group.Where(entry => entry != Head(group)).OrderBy(entry => entry.Seq)]);

    /// <summary>The act: what was recorded first of the transaction; of the steps that led to it none.</summary>
    private static AuditEntry Head(List<AuditEntry> group)
    {
        var newest = group[0];
        var ofTransaction = group.TakeWhile((entry, i) => i == 0 || IsOfOneTransaction(group[i - 1], entry)).ToList();
        return ofTransaction.Find(entry => entry.Event is VersionSealed) ?? ofTransaction.MinBy(entry => entry.Seq) ?? newest;
    }
}
