namespace ModelRegistry.Core.Audit;

/// <summary>An action as it is recorded, and what a list of choices calls it.</summary>
public sealed record AuditAction(string Name, string Words);

/// <summary>The actions about one subject, in the order in which they happen.</summary>
public sealed record AuditActionGroup(string Subject, IReadOnlyList<AuditAction> Actions);

/// <summary>
/// Every action that the registry records, in plain words; what <see cref="AuditSentence"/> tells of one event, this tells of
/// the kind. A new action has a line here.
/// </summary>
public static class AuditActions
{
    public static IReadOnlyList<AuditActionGroup> Groups { get; } =
    [
        new("Models",
        [
            new("model.created", "Model created"),
            new("model.edited", "Model changed"),
            new("model.deleted", "Model deleted"),
            new("model.restored", "Model restored"),
            new("model.recreated", "Name of a deleted model taken again"),
        ]),
        new("Versions",
        [
            new("version.created", "Version begun"),
            new("artifact.uploaded", "File uploaded"),
            new("version.sealed", "Version registered"),
            new("version.edited", "Version changed"),
            new("version.verified", "Files verified"),
            new("version.failed", "Version given up"),
            new("version.quarantined", "Version quarantined"),
            new("version.released", "Version released from quarantine"),
            new("metrics.logged", "Metrics logged"),
            new("check.posted", "Check posted"),
            new("version.archived", "Version archived"),
            new("version.unarchived", "Version unarchived"),
            new("version.deleted", "Version deleted"),
            new("version.restored", "Version restored"),
            new("version.purged", "Version purged"),
            new("version.held", "Version held"),
            new("version.hold_released", "Hold released"),
        ]),
        new("Stages and aliases",
        [
            new("slot.moved", "Stage or alias moved"),
            new("rollback.executed", "Rolled back"),
            new("readiness.changed", "Rollback readiness changed"),
        ]),
        new("Requests",
        [
            new("request.opened", "Request opened"),
            new("request.commented", "Request commented"),
            new("request.reviewed", "Request reviewed"),
            new("review.withdrawn", "Review withdrawn"),
            new("review.dismissed", "Review dismissed"),
            new("request.executed", "Request executed"),
            new("request.emergency", "Executed in an emergency"),
            new("request.withdrawn", "Request withdrawn"),
            new("request.expired", "Request expired"),
            new("request.superseded", "Request superseded"),
            new("post_review.decided", "Post-review decided"),
        ]),
        new("Rules",
        [
            new("policy.published", "Policy published"),
            new("stages.changed", "Stages changed"),
            new("metric.defined", "Metric defined"),
            new("metric.reset", "Metric definition taken back"),
        ]),
        new("Store", [new("store.swept", "Unreferenced files swept")]),
        new("People",
        [
            new("user.created", "Account made"),
            new("user.edited", "Account changed"),
            new("user.roles_changed", "Roles changed"),
            new("user.invitation_accepted", "Invitation accepted"),
            new("user.password_changed", "Password changed"),
            new("user.locked", "Account locked"),
        ]),
        new("Access",
        [
            new("session.signed_in", "Signed in"),
            new("session.signed_out", "Signed out"),
            new("sign_in.failed", "Sign-in failed"),
            new("access.unauthenticated", "Anonymous call refused"),
            new("access.refused", "Permission refused"),
            new("token.created", "Access token made"),
            new("token.revoked", "Access token revoked"),
        ]),
        new("Upkeep", [new("registry.restored", "Restored from a backup")]),
    ];

    private static readonly Dictionary<string, string> Words =
        Groups.SelectMany(group => group.Actions).ToDictionary(action => action.Name, action => action.Words);

    /// <summary>What the kind of an event is called; an action that is not known here keeps its own name.</summary>
    public static string WordsOf(string action) => Words.GetValueOrDefault(action) ?? AuditSentence.Plain(action);
}
