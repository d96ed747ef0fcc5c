using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Common;
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

namespace ModelRegistry.Tests.Audit;

/// <summary>One event of every kind, with fixed values in every member.</summary>
internal static class EventSamples
{
    public static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly Guid Id = new("0197f3a0-0000-7000-8000-000000000007");
    private static readonly ModelRef Fraud = new(AuditRows.ModelId, "fraud");
    private static readonly Dictionary<string, string> Tags = new() { ["team"] = "risk" };
    private static readonly UserView Ann =
        new(Id, "ann@example.test", "Ann", ["Reviewer"], Active: true, Invited: false, At)
        {
            Responsible = "bob@example.test",
            SecondFactor = true,
            ExternalId = "oid-1",
        };

    private static readonly TokenView Token = new(Id, "ann@example.test", "ci", ["read"], ["fraud"], At, At.AddDays(90), null, null,
        ["risk/emea"], ["10.20.0.0/16"], Slots: ["PRODUCTION"]);
    private static readonly RecordedGrant Review = new(Id, null, "Risk", null, "fraud", GrantRight.Review, ["production"], At);
    private static readonly RecordedExperiment Digits = new(7, "digits", Restricted: true);
    private static readonly MetricDefinition Loss = new("loss", HigherIsBetter: false, "", "0.0000");
    private static readonly RecordedModel Model =
        new("fraud", "Finds fraud", "ann@example.test", Tags, Restricted: false, "loss", 3, new Dictionary<string, int> { ["production"] = 3 }, At,
        "ann@example.test", At)
        {
            CardVersion = 2,
            Card = "# Fraud",
            CardDigest = "sha256:00",
        };

    private static readonly PolicyContent Content = new(2, ExecutionMode.Manual, Automatic: true,
    [
        new MetricGate("loss", Core.Policies.GateOperator.LessThan, 1, "claims"),
            new BaselineGate("loss", 0.1, null, Relative: true, "claims", HigherIsBetter: false),
            new BaselineGate("loss", HigherIsBetter: false, Superior: true), new BaselineGate("loss", HigherIsBetter: false, NotInferior: 0.01),
            new WorstSliceGate("accuracy", GateOperator.AtLeast, 0.9),
        new EvidenceGate("owner"), new CheckGate("bias", "ci@example.test"), new IntegrityGate(12), new SequenceGate("staging", 24),
    ]);

    private static readonly GateVerdict[] Verdicts =
    [
        new("metric", "loss < 1", Verdict.Pass, Measured.Of(0.5), Measured.Of(double.NaN), "0.5 on claims") { Metric = "loss" },
        new("check", "bias", Verdict.Missing, Measured.Of("pending"), null, "nobody posted it"),
    ];

    public static IReadOnlyList<RegistryEvent> All { get; } =
    [
        new UserCreated(Ann),
        new UserEdited(Ann, Ann with { Active = false, Responsible = null }, "Left."),
        new UserRolesChanged(Ann, Ann with { Roles = [] }),
        new InvitationAccepted(new("ann@example.test")),
        new PasswordChanged(),
        new UserLocked(new("ann@example.test", At)),
        new SessionsEnded(new("ann@example.test", 2)),
        new PasskeyAdded(new("laptop")),
        new PasskeyRemoved(new("laptop")),
        new SecondFactorTurnedOn(new(Replaced: true)),
        new SecondFactorTurnedOff(),
        new RecoveryCodesRenewed(),
        new RecoveryCodeUsed(new("ann@example.test", 9)),
        new SecondFactorReset(new("ann@example.test")),
        new SecondFactorDemanded(new([]), new(["Admin"])),
        new SignedIn(new("::1", SignInWay.Authenticator)),
        new SignedOut(),
        new SessionProved(),
        new SignInFailed(new("::1", 3, At)),
        new CallUnauthenticated(new("::1", "GET", "/api/v1/models", 3, At)),
        new PermissionRefused(new("role_missing", "You are no reviewer.", "::1", "POST /api/v1/models/fraud", 3, At, "fraud")),
        new TrailExported(new("::1", "GET /api/v1/audit/export")),
        new TrailVerified(new(Ok: false, 9, 2, "::1", "GET /api/v1/audit/verify")),
        new CheckpointsMissed(new(9, "0123456789abcdef", ["The last checkpoint is not there."])),
        new CheckpointsAcknowledged(new(9), "The disk was exchanged."),
        new LoginLinked(new("ann@example.test", "corp", "https://login.example.test", "a1"), "First sign-in."),
        new LoginUnlinked(new("ann@example.test", "corp", "https://login.example.test", "a1")),
        new ProviderRightsChanged(new("ann@example.test", "corp", ["Viewer"], []), new("ann@example.test", "corp", ["Reviewer", "Viewer"], ["Risk"])),
        new TeamCreated(new("Risk", "ann@example.test", ["bob@example.test"], "oid-2")),
        new TeamEdited(new("Risk", "ann@example.test", "oid-2"), new("Risk EMEA", null, ["cam@example.test"], ["bob@example.test"], "oid-3")),
        new StandInNamed(null, new(Fraud.Id, "ann@example.test", "bob@example.test", At, At.AddDays(14))),
        new StandInEnded(new(Fraud.Id, "ann@example.test", "bob@example.test", At, At.AddDays(14))),
        new TeamDeleted(new("Risk EMEA", null, ["cam@example.test"])),
        new GrantGiven(Fraud, Review),
        new GrantEnded(Fraud, Review, "The team was deleted."),
        new CollectionCreated(new("risk/emea", "Models of credit risk", true, "ann@example.test")),
        new CollectionEdited(new("risk/emea", "", null, null), new("risk/emea", "", true, null)),
        new CollectionDeleted(new("risk/emea", "", true, null)),
        new TokenCreated(Token),
        new TokenRotated(new(Id, "ci", At.AddDays(1)), Token),
        new TokenRevoked(new(Id, "ci"), "It was in a log."),
        new ModelCreated(Fraud, Model),
        new ModelEdited(Fraud, Model with { CardVersion = 1, Card = "", CardDigest = "sha256:11" }, Model),
        new CardApproved(Fraud, new(2, "sha256:11", "ann@example.test")),
        new ModelRenamed(Fraud, new("fraud"), new("card-fraud"), "It flags cards only."),
        new ModelDeleted(Fraud, "Never used."),
        new ModelRestored(Fraud, "Needed."),
        new ModelRecreated(Fraud, new(At, "ann@example.test"), Model),
        new VersionCreated(Fraud, 3, new NewVersion("2.1.0", "Better", Tags,
            [new NewMetric("loss", double.PositiveInfinity, 2, new MetricDataset("claims", "d1"), "ci")], Tags,
            new VersionDataset("claims", "d1", "s3://claims"), new VersionSource("run", "c0ffee", "https://git.example.test"), "sklearn")),
        new VersionSealed(Fraud, 3, new("sha256:00", 2, 9, ["ann@example.test"], "sha256:11")),
        new VersionEdited(Fraud, 3, new(null, "", Tags), new("2.1.0", "Better", Tags)),
        new VersionVerified(Fraud, 3, new(Ok: false, 2, 9, VersionVerified.ManifestState.Differs, [new VerificationFinding("model.pkl", BlobProblem.Missing)])),
        new VersionFailed(Fraud, 3, "No upload for seven days."),
        new MetricsLogged(Fraud, 3, [new NewMetric("loss", 0.5, 1, new MetricDataset("claims", "d1"), "ci")]),
        new CheckPosted(Fraud, 3, new NewCheck("bias", CheckState.Success, "https://ci.example.test", "No bias")),
        new VersionQuarantined(Fraud, 3, new(11, "sha256:00", "sha256:11", 12), "Latency."),
        new VersionReleased(Fraud, 3, new(11, SameBytes: false), "It was the load balancer."),
        new VersionArchived(Fraud, 3, "Old."),
        new VersionUnarchived(Fraud, 3, "Needed."),
        new VersionDeleted(Fraud, 3, new("2.1.0", VersionStatus.Ready, "sha256:00"), "Old."),
        new VersionRestored(Fraud, 3, "Needed."),
        new VersionPurged(Fraud, 3, new("2.1.0", VersionStatus.Ready, "sha256:00", 2, 9), "A person asked."),
        new VersionHeld(Fraud, 3, "Litigation."),
        new HoldReleased(Fraud, 3, new("ann@example.test", "Litigation."), "It is over."),
        new SlotMoved(Fraud, 3, new("production", 2), new("production", SlotKind.Stage, 3, At, MoveKind.BreakGlass, 9, 12), "Better."),
        new RollbackExecuted(Fraud, 3,
            new("production", 4, "sha256:00"), new(12, RollbackKind.Forward, "production", 3, "sha256:11", new RollbackProof(2, 9, 5), 11, 10, 13, "INC-1"),
            "Latency."),
        new ReadinessChanged(Fraud, 3, new("production", Readiness.Green), new("production", Readiness.Red, 2), "v2: model.pkl is missing."),
        new RequestOpened(Fraud, 3, new(9, "production", 3, "ann@example.test", Automatic: true, 2, "sha256:22", 4, 2, Verdicts), "Please."),
        new RequestCommented(Fraud, 3, new(9, "production", "Why?")),
        new RequestCommentTakenBack(Fraud, 3, new(9, "production", "bob", At)),
        new RequestReviewed(Fraud, 3, new(9, "production", ReviewDecision.RequestChanges, "sha256:22", "sha256:33"), "Not yet."),
        new ReviewWithdrawn(Fraud, 3, new(9, "production", ReviewDecision.Approve), "Wait."),
        new ReviewDismissed(Fraud, 3, new(9, "production", "ann@example.test"), "On leave."),
        new RequestExecuted(Fraud, 3, new(9, "production", 3, 2, "sha256:22", ["ann@example.test"], 1, Verdicts), "Please."),
        new RequestForced(Fraud, 3, new(9, "production", 3, 2, "sha256:22", "sha256:33", ["1 approval"], "INC-1", 13), "Fire."),
        new RequestWithdrawn(Fraud, 3, new(9, "production", 3), "Changed my mind."),
        new RequestExpired(Fraud, 3, new(9, "production", 3)),
        new RequestSuperseded(Fraud, 3, new(9, "production", 3), "Another one."),
        new PostReviewDecided(Fraud, 3, new(13, "production", PostReviewAnswer.Object, PostReviewState.Objected), "Too early."),
        new PolicyPublished(Fraud, new("production", 3, new PolicyContent(), Alone: false), new("production", 4, Content, Alone: true), "Stricter."),
        new StagesChanged(Fraud, new(["staging", "production"]), new(["production"])),
        new MetricDefined(Loss, Loss with { Unit = "nats" }),
        new MetricReset(Loss, Loss),
        new ExperimentCreated(Digits),
        new ExperimentRenamed(Digits, Digits with { Name = "figures" }),
        new ExperimentRestricted(Digits, Digits with { Restricted = false }),
        new ExperimentMoved(Digits, Digits with { Collection = "risk/emea" }),
        new ExperimentDeleted(Digits),
        new ExperimentRestored(Digits),
        new StoreSwept(new(10, 100, 3, 30, 2, 20, 1, new(2, 20))),
        new RegistryRestored(new(At, 7, new string('a', 64), 2, 1)),
    ];
}
