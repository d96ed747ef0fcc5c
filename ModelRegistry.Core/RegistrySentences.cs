using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Factors;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Providers;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.StandIns;
using ModelRegistry.Core.Teams;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core;

/// <summary>The sentences of all features: how every recorded event is told.</summary>
public static class RegistrySentences
{
    public static EventSentences All { get; } = new EventSentences()
        .With(PeopleSentences.All).With(ModelSentences.All).With(CardSentences.All).With(VersionSentences.All).With(MetricSentences.All).With(MoveSentences.All)
            .With(PolicySentences.All)
        .With(RequestSentences.All).With(QuarantineSentences.All).With(RollbackSentences.All).With(RetirementSentences.All).With(UpkeepSentences.All)
        .With(TrailSentences.All).With(ExperimentSentences.All).With(TeamSentences.All).With(GrantSentences.All)
        .With(CollectionSentences.All).With(ProviderSentences.All).With(FactorSentences.All).With(StandInSentences.All);

    public static AuditSentence Of(AuditEntry entry) => All.Of(entry);
}
