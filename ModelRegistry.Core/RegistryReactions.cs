using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Registrations;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Teams;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core;

/// <summary>
/// What follows what in the same transaction: the one place where it is registered, in the order in which it runs. What may come later than
/// the commit (the light of readiness, automatic promotion) reads the audit trail instead.
/// </summary>
internal static class RegistryReactions
{
    public static IReadOnlyList<Reaction> InOrder { get; } =
    [
        Reaction.Of<ReplayedAnswer>("an answer that is given again is about models that its reader still sees", ModelAccess.FollowReplayAsync),
        Reaction.Of<SlotTurn>("open requests take the new occupant", OpenRequests.FollowMoveAsync),
        Reaction.Of<SlotTurn>("lists of models show what the last filled stage holds", ShownVersions.FollowMoveAsync),
        Reaction.Of<VersionSeal>("a quarantine follows the sealed bytes", Quarantining.FollowSealAsync),
        Reaction.Of<EvidenceChange>("reviewers hear of other evidence", OpenRequests.FollowEvidenceAsync),
        Reaction.Of<ModelEvidence>("open requests of the model take their new subject", OpenRequests.FollowModelAsync),
        Reaction.Of<RenamedModel>("open requests of a renamed model take their new subject, and people hear of it", OpenRequests.FollowRenameAsync),
        Reaction.Of<PolicyTurn>("open requests under the policy take their new subject", OpenRequests.FollowPolicyAsync),
        Reaction.Of<MovedModel>("a move that lowers policies is an admin's, and watched", MovedPolicies.FollowAsync),
        Reaction.Of<MovedModel>("open requests of a moved model take their new subject", OpenRequests.FollowCollectionAsync),
        Reaction.Of<EndingCollection>("a collection that policies were published for stays", MovedPolicies.FollowDeletionAsync),
        Reaction.Of<RetiringVersion>("open requests of a retired version end", OpenRequests.FollowRetirementAsync),
        Reaction.Of<RetiringModel>("open requests of a deleted model end", OpenRequests.FollowDeletionAsync),
        Reaction.Of<RestoredExperiment>("the runs of a restored experiment are back", RunLifecycle.FollowRestoreAsync),
        Reaction.Of<EndedRun>("versions of a run take over what it measured after them", LaterMetrics.FollowEndAsync),
        Reaction.Of<DeletedTeam>("the grants of a deleted team end", GrantWorkflow.FollowTeamAsync),
    ];
}
