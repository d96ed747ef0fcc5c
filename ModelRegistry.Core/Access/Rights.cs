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
    ManageTeams,
    ManageGrants,
    ManageCollections,
    Provision,
    NameStandIn,
    OwnStandIns,
}

/// <summary>
/// The permission table. A right comes from a role, from owning the model or from having registered the version; on what is restricted it takes
/// a grant beside the role (<see cref="GrantRight"/>), but not for who takes production back; a token
/// needs the right's scope (or the other one, where there are two) in addition, and a right without a scope is never open to tokens.
/// </summary>
public static class Rights
{
    private static readonly Dictionary<Right, Rule> Table = new()
    {
        [Right.Browse] = new([.. Roles.All], Scopes.Read),
        [Right.CreateModel] = new([Roles.DataScientist], Scopes.Register, Needs: GrantRight.Contribute),
        [Right.Register] = new([Roles.DataScientist], Scopes.Register, Owner: true, Needs: GrantRight.Contribute),
        [Right.LogMetrics] = new([Roles.DataScientist], Scopes.Log, Owner: true, Needs: GrantRight.Contribute),
        [Right.PostCheck] = new([Roles.DataScientist], Scopes.Check, Owner: true, Needs: GrantRight.Contribute),
        [Right.EditVersion] = new([Roles.Admin], Scopes.Register, Owner: true, Registrant: true, Needs: GrantRight.Contribute),
        [Right.EditModel] = new([Roles.Admin], Scopes.Register, Owner: true),
        [Right.RenameModel] = new([Roles.Admin], Scopes.Register, Owner: true),
        [Right.RenameModelInUse] = new([Roles.Admin], Scopes.Register),
        [Right.OpenRequest] = new([Roles.DataScientist], Scopes.Promote, Owner: true, Needs: GrantRight.Contribute),
        [Right.CommentOnRequest] = new([.. Roles.All], Scopes.Promote),
        [Right.TakeBackComment] = new([Roles.Admin], Scopes.Promote, Owner: true),
        [Right.Review] = new([Roles.Reviewer], Scope: null, Needs: GrantRight.Review),
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
        [Right.MoveAlias] = new([Roles.DataScientist], Scopes.Promote, Owner: true, Needs: GrantRight.Contribute),
        [Right.ManageStages] = new([Roles.Admin], Scope: null),
        [Right.Resolve] = new([.. Roles.All], Scopes.Resolve, OtherScope: Scopes.Read),
        [Right.DownloadHeld] = new([.. Roles.All], Scopes.Resolve, OtherScope: Scopes.Read), // the files of what is in a slot now
        [Right.ReadNotices] = new([.. Roles.All], Scope: null),
        [Right.ManagePolicies] = new([Roles.Admin], Scope: null),
        [Right.RollBack] = new([Roles.Reviewer, Roles.Operator], Scopes.Rollback, Owner: true),
        [Right.Quarantine] = new([Roles.Reviewer, Roles.Operator], Scopes.Rollback, Owner: true),
        [Right.ReleaseQuarantine] = new([Roles.Reviewer], Scope: null, Needs: GrantRight.Review),
        [Right.Retire] = new([Roles.Admin], Scopes.Register, Owner: true, Registrant: true, Needs: GrantRight.Contribute),
        [Right.RetireModel] = new([Roles.Admin], Scopes.Register, Owner: true),
        [Right.Purge] = new([Roles.Admin], Scope: null),
        [Right.Hold] = new([Roles.Admin], Scope: null),
        [Right.SeeBin] = new([Roles.Admin], Scope: null),
        [Right.ManageStore] = new([Roles.Admin], Scope: null),
        [Right.SaveView] = new([.. Roles.All], Scopes.Register),
        [Right.LogRuns] = new([Roles.DataScientist], Scopes.Log, Needs: GrantRight.Contribute, OwnersHoldIt: true),
        [Right.RetireRuns] = new([Roles.DataScientist, Roles.Admin], Scopes.Log, Needs: GrantRight.Contribute, OwnersHoldIt: true),
        [Right.RestrictExperiment] = new([Roles.Admin], Scopes.Log, Owner: true, OwnerIs: "whoever created the experiment"),
        [Right.ManageTeams] = new([Roles.Admin], Scope: null),
        [Right.ManageGrants] = new([Roles.Admin], Scope: null, Owner: true, OwnerIs: "the owner of the model or collection"),
        [Right.Provision] = new([Roles.Admin], Scopes.Provision),
        [Right.ManageCollections] = new([Roles.Admin], Scope: null, Owner: true, OwnerIs: "the collection's owner"),
        [Right.NameStandIn] = new([Roles.Reviewer], Scope: null),
        [Right.OwnStandIns] = new([.. Roles.All], Scope: null),
    };

    /// <summary>
    /// May <paramref name="actor"/> do this, given where it is done, the registrant of the version it is done to and the normalised name of the stage it
    /// is about?
    /// </summary>
    public static bool Allows(Actor actor, Right right, Place? place = null, Guid? registrant = null, string? stage = null) =>
        Refusal(actor, right, place, registrant, stage) is null;

    /// <summary>Throws Forbidden with a sentence that says which role, scope or grant is missing.</summary>
    public static void Require(Actor actor, Right right, Place? place = null, Guid? registrant = null, string? stage = null)
    {
        actor.Idempotency?.Ask($"{right} {place} {registrant} {stage}");
        if (Refusal(actor, right, place, registrant, stage) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>Refuses who has yet to show or set up a second factor; for what asks for no right.</summary>
    public static void RequireSecondFactor(Actor actor)
    {
        if (FactorRefusal(actor) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>Whether the model is the actor's: as its owner, or by a grant.</summary>
    public static bool Owns(Actor actor, Place place) => actor.UserId is not null
        && (actor.UserId == place.OwnerId || actor.Grants.Any(grant => grant.Right == GrantRight.Own && grant.Covers(place)));

    /// <summary>Whether restrictions hide nothing from the actor.</summary>
    public static bool SeesAll(Actor actor) => actor.IsSystem || actor.Is(Roles.Admin) || actor.Is(Roles.Auditor);

    /// <summary>The same for what a call with the same idempotency key was asked before (<see cref="IdempotencyKey.Asked"/>).</summary>
    internal static void RequireAgain(Actor actor, string asked)
    {
        var parts = asked.Split(' ', 4);
        if (Refusal(actor, Enum.Parse<Right>(parts[0]), Place.Read(parts[1]), Guid.TryParse(parts[2], out var registrant) ? registrant : null,
            parts.ElementAtOrDefault(3) is { Length: > 0 } stage ? stage : null) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>Why <paramref name="actor"/> may not do this, as a sentence that says who may; null when they may.</summary>
    public static string? WhyNot(Actor actor, Right right, Place? place = null, Guid? registrant = null, string? stage = null) =>
        Refusal(actor, right, place, registrant, stage)?.Message;

    /// <summary>The same, as it is said of a person to somebody else.</summary>
    public static string? WhyNotOf(Actor person, Right right, Place place, string? stage = null) =>
        Refusal(person, right, place, null, stage, told: false)?.Message;

    /// <summary>By what somebody who may do it may do it, as the end of a sentence: "by the role Reviewer".</summary>
    public static string Because(Actor actor, Right right, Place place, Guid? registrant = null, string? stage = null)
    {
        var rule = Table[right];
        if (rule.Owner && Owns(actor, place))
        {
            return actor.UserId == place.OwnerId ? $"as {rule.OwnerIs}"
                : ByGrant(actor.Grants.First(grant => grant.Right == GrantRight.Own && grant.Covers(place)));
        }

        var role = rule.Registrant && actor.UserId == registrant ? "as who registered the version"
            : rule.Roles.Count == Roles.All.Count ? "with any role"
            : $"by the role {rule.Roles.Intersect(actor.Roles).Order(StringComparer.Ordinal).FirstOrDefault()}";
        var granted = place.Closed && !SeesAll(actor) ? actor.Grants.FirstOrDefault(grant => grant.Covers(place) && grant.Gives(rule.Needs, stage)) : null;
        return granted is null ? role : $"{role} and {ByGrant(granted)}";
    }

    /// <summary>A grant as the end of a sentence.</summary>
    public static string ByGrant(HeldGrant grant) => $"by a grant to {Names[grant.Right]}"
        + (grant.IsOnServer ? " on the server" : grant.ModelId is null ? " on the collection" : "")
        + (grant.Team is null ? "" : $" of the team '{grant.Team}'") + (grant.For is null ? "" : $" that {grant.For} holds, for whom they stand in");

    private static readonly Dictionary<GrantRight, string> Names = new()
    {
        [GrantRight.Read] = "read",
        [GrantRight.Contribute] = "contribute",
        [GrantRight.Review] = "review",
        [GrantRight.Own] = "own",
    };

    private static RegistryException? Refusal(Actor actor, Right right, Place? place, Guid? registrant, string? stage, bool told = true)
    {
        if (actor.IsSystem)
        {
            return null;
        }

        if (FactorRefusal(actor) is { } missing)
        {
            return missing;
        }

        var rule = Table[right];
        if (actor.Token is { } token && !rule.IsIn(token.Scopes))
        {
            return RegistryException.Forbidden("scope_missing", rule.Scope is null
                ? "Access tokens cannot do this. Sign in with a person's account."
                : $"This access token lacks the scope '{rule.Scope}'. Make one that has it.");
        }

        if (rule.Owner && place is { } owned && Owns(actor, owned))
        {
            return null;
        }

        var isRegistrant = rule.Registrant && actor.Is(Roles.DataScientist) && actor.UserId is not null && actor.UserId == registrant;
        if (!isRegistrant && !rule.Roles.Overlaps(actor.Roles))
        {
            return RegistryException.Forbidden("role_missing", Sentence(rule, told));
        }

        return place is { Closed: true } closed && rule.Needs != GrantRight.Read && !SeesAll(actor) && !(rule.OwnersHoldIt && Owns(actor, closed))
            && !actor.Grants.Any(grant => grant.Covers(closed) && grant.Gives(rule.Needs, stage))
            ? RegistryException.Forbidden("grant_missing",
                $"This is restricted, and {(told ? "you" : "they")} hold no grant to {Names[rule.Needs]}"
                    + $"{(stage is null ? "" : $" at {stage.ToLowerInvariant()}")} here. The owner or an admin can give {(told ? "you" : "them")} one.")
            : null;
    }

    private static RegistryException? FactorRefusal(Actor actor) => actor.Missing switch
    {
        MissingFactor.None => null,
        MissingFactor.ToShow => RegistryException.Forbidden("second_factor_missing", "Sign in with your second factor first."),
        _ => RegistryException.Forbidden("second_factor_missing",
            "A role of yours needs a second factor, and you signed in without one. Set it up on the page Account, Security."),
    };

    private static string Sentence(Rule rule, bool told)
    {
        var them = told ? "you" : "them";
        if (rule.Roles.Count == Roles.All.Count)
        {
            return $"Only people with a role may do this. An admin can give {them} one.";
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

        return $"Only {(who.Count == 1 ? who[0] : $"{string.Join(", ", who.SkipLast(1))} and {who[^1]}")} may do this. An admin can give {them} a role.";
    }

    /// <summary>With <see cref="OwnersHoldIt"/> whose it is needs the role alone, and no grant beside it.</summary>
    private sealed record Rule(HashSet<string> Roles, string? Scope, bool Owner = false, bool Registrant = false, string? OtherScope = null,
        string OwnerIs = "the model's owner", GrantRight Needs = GrantRight.Read, bool OwnersHoldIt = false)
    {
        public bool IsIn(IReadOnlySet<string> scopes) =>
            (Scope is not null && scopes.Contains(Scope)) || (OtherScope is not null && scopes.Contains(OtherScope));
    }
}
