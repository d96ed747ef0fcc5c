using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core;

/// <summary>The sentences of all features: how every recorded event is told.</summary>
public static class RegistrySentences
{
    public static EventSentences All { get; } = new EventSentences()
        .With(PeopleSentences.All).With(ModelSentences.All).With(VersionSentences.All).With(MetricSentences.All).With(MoveSentences.All).With(PolicySentences.All)
        .With(RequestSentences.All).With(QuarantineSentences.All).With(RollbackSentences.All).With(RetirementSentences.All).With(UpkeepSentences.All);

    public static AuditSentence Of(AuditEntry entry) => All.Of(entry);

    /// <summary>Events in their order; the files of one upload, one event each in the chain, are told as one.</summary>
    public static IReadOnlyList<ToldEvent> Tell(IReadOnlyList<AuditEntry> entries)
    {
        List<ToldEvent> told = [];
        for (var i = 0; i < entries.Count;)
        {
            var (first, run) = (entries[i], 1);
            while (i + run < entries.Count && IsSameUpload(first, entries[i + run]))
            {
                run++;
            }

            told.Add(new ToldEvent(first, run == 1 ? Of(first) : VersionSentences.Upload(first, run), [.. entries.Skip(i).Take(run)]));
            i += run;
        }

        return told;
    }

    private static bool IsSameUpload(AuditEntry one, AuditEntry other) =>
        one.Event is ArtifactUploaded && other.Event is ArtifactUploaded && (one.Actor, one.Model, one.Version) == (other.Actor, other.Model, other.Version);
}
