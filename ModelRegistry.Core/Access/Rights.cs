using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

/// <summary>One thing a person may be allowed to do; design section 5 as data.</summary>
public enum Right
{
    Browse,
    CreateModel,
    Register,
    LogMetrics,
    PostCheck,
    EditVersion,
    EditModel,
    RenameModel,
    RenameModelInUse,
    OpenRequest,
    CommentOnRequest,
    TakeBackComment,
    Review,
    ExecuteRequest,
    DismissReview,
    BreakGlass,
    DecidePostReview,
    ManagePeople,
    ManageTokens,
    ManageTokensOfOthers,
    ReadWholeAudit,
    AcknowledgeChain,
    ManageMetrics,
    MoveAlias,
    ManageStages,
    Resolve,
    DownloadHeld,
    ReadNotices,
    ManagePolicies,
    RollBack,
    Quarantine,
    ReleaseQuarantine,
    Retire,
    RetireModel,
    Purge,
    Hold,
    SeeBin,
    ManageStore,
    SaveView,
    LogRuns,
    RetireRuns,
    RestrictExperiment,
}

/// <summary>
/// The permission table. A right comes from a role, from owning the model or from having registered the version; a token
/// needs the right's scope (or the other one, where there are two) in addition, and a right without a scope is never open to tokens.
/// </summary>
public static class Rights
{
    private static readonly Dictionary<Right, Rule> Table = new()
    {
        [Right.Browse] = new([.. Roles.All], Scopes.Read),
        [Right.CreateModel] = new([Roles.DataScientist], Scopes.Register),
        [Right.Register] = new([Roles.DataScientist], Scopes.Register, Owner: true),
        [Right.LogMetrics] = new([Roles.DataScientist], Scopes.Log, Owner: true),
        [Right.PostCheck] = new([Roles.DataScientist], Scopes.Check, Owner: true),
        [Right.EditVersion] = new([Roles.Admin], Scopes.Register, Owner: true, Registrant: true),
        [Right.EditModel] = new([Roles.Admin], Scopes.Register, Owner: true),
        [Right.RenameModel] = new([Roles.Admin], Scopes.Register, Owner: true),
        [Right.RenameModelInUse] = new([Roles.Admin], Scopes.Register),
        [Right.OpenRequest] = new([Roles.DataScientist], Scopes.Promote, Owner: true),
        [Right.CommentOnRequest] = new([.. Roles.All], Scopes.Promote),
        [Right.TakeBackComment] = new([Roles.Admin], Scopes.Promote, Owner: true),
        [Right.Review] = new([Roles.Reviewer], Scope: null),
        [Right.ExecuteRequest] = new([.. Roles.All], Scopes.Promote),
        [Right.DismissReview] = new([Roles.Admin], Scope: null),
        [Right.BreakGlass] = new([Roles.Emergency], Scope: null),
        [Right.DecidePostReview] = new([.. Roles.All], Scope: null),
        [Right.ManagePeople] = new([Roles.Admin], Scope: null),
        [Right.ManageTokens] = new([.. Roles.All], Scope: null),
        [Right.ManageTokensOfOthers] = new([Roles.Admin], Scope: null),
        [Right.ReadWholeAudit] = new([Roles.Admin, Roles.Auditor], Scopes.Read),
        [Right.AcknowledgeChain] = new([Roles.Admin], Scope: null),
        [Right.ManageMetrics] = new([Roles.Admin], Scope: null),
        [Right.MoveAlias] = new([Roles.DataScientist], Scopes.Promote, Owner: true),
        [Right.ManageStages] = new([Roles.Admin], Scope: null),
        [Right.Resolve] = new([.. Roles.All], Scopes.Resolve, OtherScope: Scopes.Read),
        [Right.DownloadHeld] = new([.. Roles.All], Scopes.Resolve, OtherScope: Scopes.Read), // the files of what is in a slot now
        [Right.ReadNotices] = new([.. Roles.All], Scope: null),
        [Right.ManagePolicies] = new([Roles.Admin], Scope: null),
        [Right.RollBack] = new([Roles.Reviewer, Roles.Operator], Scopes.Rollback, Owner: true),
        [Right.Quarantine] = new([Roles.Reviewer, Roles.Operator], Scopes.Rollback, Owner: true),
        [Right.ReleaseQuarantine] = new([Roles.Reviewer], Scope: null),
        [Right.Retire] = new([Roles.Admin], Scopes.Register, Owner: true, Registrant: true),
        [Right.RetireModel] = new([Roles.Admin], Scopes.Register, Owner: true),
        [Right.Purge] = new([Roles.Admin], Scope: null),
        [Right.Hold] = new([Roles.Admin], Scope: null),
        [Right.SeeBin] = new([Roles.Admin], Scope: null),
        [Right.ManageStore] = new([Roles.Admin], Scope: null),
        [Right.SaveView] = new([.. Roles.All], Scopes.Register),
        [Right.LogRuns] = new([Roles.DataScientist], Scopes.Log),
        [Right.RetireRuns] = new([Roles.DataScientist, Roles.Admin], Scopes.Log),
        [Right.RestrictExperiment] = new([Roles.Admin], Scopes.Log, Owner: true, OwnerIs: "whoever created the experiment"),
    };

    /// <summary>May <paramref name="actor"/> do this, given the owner of the model and the registrant of the version it is done to?</summary>
    public static bool Allows(Actor actor, Right right, Guid? owner = null, Guid? registrant = null) =>
        Refusal(actor, right, owner, registrant) is null;

    /// <summary>Throws Forbidden with a sentence that says which role or scope is missing.</summary>
    public static void Require(Actor actor, Right right, Guid? owner = null, Guid? registrant = null)
    {
        actor.Idempotency?.Ask($"{right} {owner} {registrant}");
        if (Refusal(actor, right, owner, registrant) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>The same for what a call with the same idempotency key was asked before (<see cref="IdempotencyKey.Asked"/>).</summary>
    internal static void RequireAgain(Actor actor, string asked)
    {
        var parts = asked.Split(' ');
        if (Refusal(actor, Enum.Parse<Right>(parts[0]), IdOf(parts[1]), IdOf(parts[2])) is { } refusal)
        {
            throw refusal;
        }
    }

    private static Guid? IdOf(string text) => Guid.TryParse(text, out var id) ? id : null;

    /// <summary>Why <paramref name="actor"/> may not do this, as a sentence that says who may; null when they may.</summary>
    public static string? WhyNot(Actor actor, Right right, Guid? owner = null, Guid? registrant = null) =>
        Refusal(actor, right, owner, registrant)?.Message;

    private static RegistryException? Refusal(Actor actor, Right right, Guid? owner, Guid? registrant)
    {
        if (actor.IsSystem)
        {
            return null;
        }

        var rule = Table[right];
        if (actor.Token is { } token && !rule.IsIn(token.Scopes))
        {
            return RegistryException.Forbidden("scope_missing", rule.Scope is null
                ? "Access tokens cannot do this. Sign in with a person's account."
                : $"This access token lacks the scope '{rule.Scope}'. Make one that has it.");
        }

        var isOwner = rule.Owner && actor.UserId is not null && actor.UserId == owner;
        var isRegistrant = rule.Registrant && actor.Is(Roles.DataScientist) && actor.UserId is not null && actor.UserId == registrant;
        return isOwner || isRegistrant || rule.Roles.Overlaps(actor.Roles)
            ? null
            : RegistryException.Forbidden("role_missing", Sentence(rule));
    }

    private static string Sentence(Rule rule)
    {
        if (rule.Roles.Count == Roles.All.Count)
        {
            return "Only people with a role may do this. An admin can give you one.";
        }

        var roles = rule.Roles.Count == 1 ? rule.Roles.First() : $"{string.Join(", ", rule.Roles.SkipLast(1))} or {rule.Roles.Last()}";
        List<string> who = [$"people with the {roles} role"];
        if (rule.Owner)
        {
            who.Add(rule.OwnerIs);
        }

        if (rule.Registrant)
        {
            who.Add("the data scientist who registered the version");
        }

        return $"Only {(who.Count == 1 ? who[0] : $"{string.Join(", ", who.SkipLast(1))} and {who[^1]}")} may do this. An admin can give you a role.";
    }

    private sealed record Rule(HashSet<string> Roles, string? Scope, bool Owner = false, bool Registrant = false, string? OtherScope = null,
        string OwnerIs = "the model's owner")
    {
        public bool IsIn(IReadOnlySet<string> scopes) =>
            (Scope is not null && scopes.Contains(Scope)) || (OtherScope is not null && scopes.Contains(OtherScope));
    }
}
