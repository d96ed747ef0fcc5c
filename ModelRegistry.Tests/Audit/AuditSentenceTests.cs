using System.Text.Json;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Factors;
using ModelRegistry.Core.Grants;
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
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Audit;

/// <summary>Sentences of the samples, and of what changes a sentence.</summary>
public sealed class AuditSentenceTests
{
    private static readonly ModelRef Fraud = new(AuditRows.ModelId, "fraud");

    private static readonly (RegistryEvent Happened, string Sentence)[] Told =
    [
        (Of<ModelCreated>(), "ann created the model fraud"),
        (Of<ModelEdited>(), "ann changed the card of fraud"),
        (Of<ModelEdited>() with { After = Of<ModelEdited>().Before with { Description = "Better", Tags = new Dictionary<string, string>() } },
            "ann changed the description and tags of fraud"),
        (Of<CardApproved>(), "ann approved version 2 of the card of fraud"),
        (Of<ModelRenamed>(), "ann renamed fraud to card-fraud: It flags cards only"),
        (Of<ModelDeleted>(), "ann deleted the model fraud: Never used"),
        (Of<ModelRestored>(), "ann restored the model fraud: Needed"),
        (Of<ModelRecreated>(), "ann took the name of a deleted model again: fraud"),
        (Of<VersionCreated>(), "ann began to register fraud v3"),
        (Of<VersionSealed>(), "ann registered fraud v3 with 2 files"),
        (Of<VersionEdited>(), "ann changed the label and the description of fraud v3"),
        (Of<VersionFailed>(), "ann marked fraud v3 as failed: No upload for seven days"),
        (Of<VersionVerified>(), "ann verified fraud v3: 1 file damaged or missing"),
        (Of<VersionVerified>() with { After = Of<VersionVerified>().After with { Findings = [] } }, "ann verified fraud v3: it does not hold what was sealed"),
        (Of<VersionVerified>() with { After = Of<VersionVerified>().After with { Ok = true, Findings = [] } },
            "ann verified fraud v3: every file is as it was sealed"),
        (Of<MetricsLogged>(), "ann logged loss of fraud v3"),
        (Of<MetricsLogged>() with { After = [new("a", 1), new("b", 2)] }, "ann logged 2 metrics of fraud v3"),
        (Of<CheckPosted>(), "ann posted the check 'bias' of fraud v3"),
        (Of<VersionArchived>(), "ann archived fraud v3: Old"),
        (Of<VersionUnarchived>(), "ann took fraud v3 out of the archive: Needed"),
        (Of<VersionDeleted>(), "ann deleted fraud v3: Old"),
        (Of<VersionRestored>(), "ann restored fraud v3: Needed"),
        (Of<VersionPurged>(), "ann purged the files and evidence of fraud v3: A person asked"),
        (Of<VersionHeld>(), "ann put a hold on fraud v3: Litigation"),
        (Of<HoldReleased>(), "ann released the hold on fraud v3: It is over"),
        (Of<VersionQuarantined>(), "ann quarantined fraud v3 by rollback #12: Latency"),
        (Of<VersionQuarantined>() with { After = Of<VersionQuarantined>().After with { Rollback = null } }, "ann quarantined fraud v3: Latency"),
        (Of<VersionReleased>(), "ann released fraud v3 from quarantine: It was the load balancer"),
        (Of<RollbackExecuted>(), "ann read 2 files of fraud v3 for rollback #12 and found them as sealed: Latency"),
        (Of<RollbackExecuted>() with { After = Of<RollbackExecuted>().After with { Version = null } },
            "ann took fraud v3 out of production by rollback #12: Latency"),
        (Of<ReadinessChanged>(), "Production of fraud cannot go back now: v2: model.pkl is missing"),
        (Of<ReadinessChanged>() with { After = new("production", Readiness.Green, 2), Reason = null }, "Production of fraud can go back"),
        (Of<ReadinessChanged>() with { After = new("production", Readiness.Amber, 2), Reason = "The signature differs." },
            "Production of fraud can go back, with a warning: The signature differs"),
        (Move(2, 3, MoveKind.Promotion, 214), "ann moved production of fraud from v2 to v3 by request #214"),
        (Move(null, 3, MoveKind.Open, 7), "ann moved production of fraud to v3 by request #7"),
        (Move(2, 3, MoveKind.BreakGlass, 214), "ann moved production of fraud from v2 to v3 in an emergency by request #214"),
        (Move(4, 3, MoveKind.Rollback, null), "ann rolled production of fraud back from v4 to v3"),
        (Move(3, null, MoveKind.Promotion, 214), "ann emptied production of fraud (v3 was there) by request #214"),
        (Move(3, null, MoveKind.Rollback, null), "ann emptied production of fraud (v3 was there)"),
        (Move(2, 3, MoveKind.Alias, null, "champion", SlotKind.Alias), "ann set the alias champion of fraud to v3"),
        (Move(3, null, MoveKind.Alias, null, "champion", SlotKind.Alias), "ann removed the alias champion of fraud (v3 was there)"),
        (Of<RequestOpened>(), "ann asked to move production of fraud to v3 in request #9"),
        (Of<RequestOpened>() with { Version = null, After = Of<RequestOpened>().After with { Version = null } },
            "ann asked to empty production of fraud in request #9"),
        (Of<RequestReviewed>(), "ann asked for changes in request #9 for fraud v3"),
        (Of<RequestReviewed>() with { After = Of<RequestReviewed>().After with { Decision = ReviewDecision.Approve } }, "ann approved request #9 for fraud v3"),
        (Of<RequestReviewed>() with { After = Of<RequestReviewed>().After with { Decision = ReviewDecision.Reject } }, "ann rejected request #9 for fraud v3"),
        (Of<ReviewWithdrawn>(), "ann withdrew their review of request #9 for fraud v3"),
        (Of<ReviewDismissed>(), "ann dismissed a review of request #9 for fraud v3: On leave"),
        (Of<RequestCommented>(), "ann commented on request #9 for fraud v3"),
        (Of<RequestCommentTakenBack>(), "ann took back a comment of bob on request #9 for fraud v3"),
        (Of<RequestExecuted>(), "ann executed request #9 for fraud v3"),
        (Of<RequestWithdrawn>(), "ann withdrew request #9 for fraud v3: Changed my mind"),
        (Of<RequestExpired>(), "Request #9 for fraud v3 expired"),
        (Of<RequestSuperseded>(), "Request #9 for fraud v3 was superseded"),
        (Of<RequestForced>(), "ann moved production of fraud in an emergency to v3, skipping 1 approval (incident INC-1): Fire"),
        (Of<RequestForced>() with { Version = null,
            After = Of<RequestForced>().After with { Version = null, Skipped = [.. "1234567".Select(c => $"gate {c}")] } },
            "ann emptied, in an emergency, production of fraud, skipping gate 1, gate 2, gate 3, gate 4, gate 5 and 2 more (incident INC-1): Fire"),
        (Of<PostReviewDecided>(), "ann objected in post-review #13 of fraud v3"),
        (Of<PostReviewDecided>() with { After = new(13, "production", PostReviewAnswer.Confirm, PostReviewState.Confirmed) },
            "ann confirmed in post-review #13 of fraud v3"),
        (Of<PolicyPublished>(), "ann published version 4 of the policy for production of fraud"),
        (Of<PolicyPublished>() with { Model = null }, "ann published version 4 of the policy for production of the server"),
        (Of<PolicyPublished>() with { Model = null, After = Of<PolicyPublished>().After with { Collection = "risk/emea" } },
            "ann published version 4 of the policy for production of the collection risk/emea"),
        (Of<StagesChanged>(), "ann changed the stages of fraud"),
        (Of<StagesChanged>() with { Model = null }, "ann changed the stages of the server"),
        (Of<Core.Metrics.MetricDefined>(), "ann defined the metric loss"),
        (Of<Core.Metrics.MetricReset>(), "ann took back the definition of the metric loss"),
        (Of<Core.Experiments.ExperimentCreated>(), "ann created the experiment 'digits'"),
        (Of<Core.Experiments.ExperimentRenamed>(), "ann renamed the experiment 'digits' to 'figures'"),
        (Of<Core.Experiments.ExperimentMoved>(), "ann moved the experiment 'digits' from / to risk/emea"),
        (Of<Core.Experiments.ExperimentRestricted>(), "ann opened the experiment 'digits' to everybody"),
        (new Core.Experiments.ExperimentRestricted(new(7, "digits", false), new(7, "digits", true)),
            "ann restricted the experiment 'digits' to its creator, people with a grant, admins and auditors"),
        (Of<Core.Experiments.ExperimentDeleted>(), "ann deleted the experiment 'digits' with its runs"),
        (Of<Core.Experiments.ExperimentRestored>(), "ann restored the experiment 'digits' with its runs"),
        (Of<StoreSwept>(), "ann removed 2 files that nothing lists"),
        (Of<StoreSwept>() with { After = Of<StoreSwept>().After with { RemovedFiles = 0 } }, "ann swept the store and found nothing to remove"),
        (Of<RegistryRestored>(), "The registry was restored from the backup of 2026-03-02T09:00:00.000Z, whose trail ended with event 7"),
        (Of<UserCreated>(), "ann made the account ann@example.test as Reviewer"),
        (Of<UserEdited>(), "ann disabled the account ann@example.test"),
        (Of<UserEdited>() with { After = Of<UserEdited>().Before }, "ann reset the account ann@example.test"),
        (Of<UserEdited>() with { After = Of<UserEdited>().Before, Reason = null }, "ann changed the account ann@example.test"),
        (Of<UserEdited>() with { Before = Of<UserEdited>().Before with { ExternalId = null }, After = Of<UserEdited>().Before, Reason = null },
            "ann let a directory keep the account ann@example.test"),
        (Of<UserRolesChanged>(), "ann set the roles of ann@example.test to none"),
        (Of<PasswordChanged>(), "ann changed their password"),
        (Of<InvitationAccepted>(), "ann@example.test accepted the invitation"),
        (Of<UserLocked>(), "The account ann@example.test was locked for a few minutes after too many failed sign-ins"),
        (Of<SignedIn>(), "ann signed in with a code of their app"),
        (new SignedIn(new("::1")), "ann signed in"),
        (new SignedIn(new("::1", SignInWay.Provider)), "ann signed in through a provider of identities"),
        (Of<SessionsEnded>(), "ann signed ann@example.test out of 2 browsers"),
        (new SessionsEnded(new("ann", 1)), "ann signed out 1 other browser"),
        (Of<SecondFactorTurnedOn>(), "ann put another authenticator app in the place of the former one"),
        (new SecondFactorTurnedOn(new(Replaced: false)), "ann turned on an authenticator app as second factor"),
        (Of<SecondFactorTurnedOff>(), "ann turned off their second factor"),
        (Of<PasskeyAdded>(), "ann added the passkey 'laptop'"),
        (Of<PasskeyRemoved>(), "ann removed the passkey 'laptop'"),
        (Of<RecoveryCodesRenewed>(), "ann made new recovery codes"),
        (Of<RecoveryCodeUsed>(), "ann@example.test used a recovery code; 9 codes left"),
        (Of<SecondFactorReset>(), "ann reset the second factor of ann@example.test"),
        (Of<SecondFactorDemanded>(), "ann asks for a second factor of Admin"),
        (new SecondFactorDemanded(new(["Admin"]), new([])), "ann asks no role for a second factor any more"),
        (new SecondFactorDemanded(new(["Admin"]), new(["Admin"]) { Proof = true }),
            "ann asks for a second factor of Admin, and admins to prove who it is before they purge and give roles"),
        (new SecondFactorDemanded(new([]) { Proof = true }, new([])),
            "ann asks no role for a second factor any more, and admins no more to prove who it is before they purge and give roles"),
        (Of<SignedOut>(), "ann signed out"),
        (Of<SessionProved>(), "ann proved once more who it is"),
        (Of<LoginLinked>(), "ann connected ann@example.test with the provider 'corp': First sign-in"),
        (Of<LoginUnlinked>(), "ann disconnected ann@example.test from the provider 'corp'"),
        (Of<ProviderRightsChanged>(), "By their groups at the provider 'corp' ann@example.test has the roles Reviewer, Viewer and the team Risk"),
        (Of<TeamCreated>(), "ann made the team 'Risk' of bob@example.test"),
        (Of<TeamEdited>(), "ann changed the team 'Risk': it is called 'Risk EMEA' now, it has no lead now, cam@example.test joined, bob@example.test left, "
            + "a directory keeps it now"),
        (new TeamEdited(new("Risk", null, "1"), new("Risk", null, [], [])), "ann changed the team 'Risk': no directory keeps it now"),
        (Of<StandInNamed>(), "ann named bob@example.test to stand in for them from 2 March 2026 09:00 until 16 March 2026 09:00 UTC"),
        (Of<StandInEnded>(), "ann ended that bob@example.test stands in for ann@example.test"),
        (Of<TeamDeleted>(), "ann deleted the team 'Risk EMEA'"),
        (Of<GrantGiven>(), "ann gave the team 'Risk' the right to review production of fraud until 2 March 2026"),
        (Of<GrantEnded>(), "ann took from the team 'Risk' the right to review production of fraud until 2 March 2026"),
        (Of<CollectionCreated>(), "ann made the collection risk/emea, restricted"),
        (Of<CollectionEdited>(), "ann restricted the collection risk/emea"),
        (Of<CollectionDeleted>(), "ann deleted the collection risk/emea"),
        (Of<TokenCreated>(), "ann made the access token 'ci'"),
        (Of<TokenRotated>(), "ann replaced the access token 'ci' by another"),
        (Of<TokenRevoked>(), "ann revoked the access token 'ci'"),
        (Of<SignInFailed>(), "3 more sign-ins from ::1 failed within a minute"),
        (new SignInFailed(new("::1")), "One sign-in from ::1 failed"),
        (Of<CallUnauthenticated>(), "3 more anonymous calls from ::1 came to nothing within a minute"),
        (new CallUnauthenticated(new(null)), "One anonymous call came to nothing"),
        (Of<PermissionRefused>(), "ann was refused 3 more times: You are no reviewer"),
        (new PermissionRefused(new("role_missing", "You are no reviewer.")), "ann was refused: You are no reviewer"),
        (Of<TrailExported>(), "ann exported the audit trail"),
        (Of<CheckpointsMissed>(), "The registry started and found: The last checkpoint is not there"),
        (Of<CheckpointsAcknowledged>(), "ann acknowledged that checkpoints or keys were not as they had been left"),
        (Of<TrailVerified>(), "ann had the audit trail verified: 2 findings"),
        (new TrailVerified(new(Ok: true, 9, 0, null, null)), "ann had the audit trail verified: as it was recorded"),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Told.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_event_reads_as_a_sentence(int row) => Assert.Equal(Told[row].Sentence, RegistrySentences.Of(Entry(Told[row].Happened)).Text);

    [Fact]
    public void Every_kind_of_event_has_a_sentence()
    {
        Assert.Equal(EventCatalog.All.Select(kind => kind.Name)
            .Order(StringComparer.Ordinal), RegistrySentences.All.Known.Select(type => EventKind.Of(type).Name).Order(StringComparer.Ordinal));
        Assert.Equal(EventCatalog.All.Count, Told.Select(row => row.Happened.GetType()).Distinct().Count());
    }

    [Fact]
    public void Every_kind_of_event_has_words_to_be_chosen_by()
    {
        Assert.Equal(EventCatalog.All.Count, AuditActions.Groups.SelectMany(group => group.Actions).Select(action => action.Words).Distinct().Count());
        Assert.Equal(("Model created", "magic happened"), (AuditActions.WordsOf("model.created"), AuditActions.WordsOf("magic.happened")));
    }

    [Fact]
    public void The_link_of_a_move_is_the_version_that_came_or_the_model()
    {
        Assert.Equal("v3", RegistrySentences.Of(Entry(Move(2, 3, MoveKind.Promotion, 9))).Subject);
        Assert.Equal("fraud", RegistrySentences.Of(Entry(Move(null, null, MoveKind.Promotion, 9) with { Version = null })).Subject);
        Assert.Null(RegistrySentences.Of(Entry(Of<StagesChanged>() with { Model = null })).Subject);
    }

    [Fact]
    public void A_new_enum_value_in_a_body_is_a_word() =>
        Assert.Contains("\"via\":\"breakGlass\"", AuditBody.Write(1, default, new AuditActor("1", "ann"), "api", Of<SlotMoved>()), StringComparison.Ordinal);

    [Theory]
    [InlineData("slot.moved", "ann slot moved fraud v3")]
    [InlineData("magic.happened_twice", "ann magic happened twice fraud v3")]
    public void What_cannot_be_read_is_told_by_its_name(string action, string sentence) =>
        Assert.Equal(sentence, RegistrySentences.Of(
            new AuditEntry(1, default, "ann", "api", action, "fraud", 3, null, JsonSerializer.SerializeToElement(3), null, "")).Text);

    [Fact]
    public async Task The_version_is_what_the_sentence_links_to()
    {
        await using var registry = await TestRegistry.StartAsync();
        var ann = await registry.PersonAsync("ann", Roles.DataScientist);
        await registry.AModelAsync(ann);
        await registry.ASealedVersionAsync(ann);
        await registry.Get<ModelWorkflow>().EditAsync("fraud", new ModelEdit("Finds fraud"), ann, default);

        var page = await registry.Get<AuditQueries>().ListAsync(new AuditSearch(Model: "fraud"), ann, default);

        Assert.Equal(
            [
                ("ann@example.test changed the description of ", "fraud", ""),
                ("ann@example.test registered ", "fraud v1", " with 1 file"),
                ("ann@example.test began to register ", "fraud v1", ""),
                ("ann@example.test created the model ", "fraud", ""),
            ],
            page.Items.Select(RegistrySentences.Of).Select(sentence => (sentence.Lead, sentence.Subject!, sentence.Tail)));
    }

    private static TEvent Of<TEvent>()
        where TEvent : RegistryEvent => EventSamples.All.OfType<TEvent>().Single();

    private static SlotMoved Move(int? from, int? to, MoveKind via, long? request, string slot = "production", SlotKind kind = SlotKind.Stage) =>
        new(Fraud, to ?? from, new(slot, from), new(slot, kind, to, EventSamples.At, via, request, null), null);

    private static AuditEntry Entry(RegistryEvent happened) =>
        new(1, default, "ann", "browser", EventKind.Of(happened).Name, happened.Model?.Name, happened.Version, null, null, happened.Reason,
            "")
        { Event = happened };
}
