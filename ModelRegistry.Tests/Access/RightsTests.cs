using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Access;

/// <summary>Section 5 of the design as a table: one letter a principal, upper case where the right is theirs.</summary>
public sealed class RightsTests
{
    private static readonly Guid Me = Guid.NewGuid();
    private static readonly Guid Somebody = Guid.NewGuid();
    private static readonly Guid Model = Guid.NewGuid();

    // Viewer, DataScientist, revieWer, Operator, Emergency, Admin, aUditor, no role (n); then a viewer who owns the model (m),
    // a data scientist who registered the version (r), a viewer who registered it (x), the registry itself (s), nobody (z).
    [Theory]
    [InlineData(Right.Browse, "VDWOEAU n MRXS z")]
    [InlineData(Right.CreateModel, "vDwoeau n mRxS z")]
    [InlineData(Right.Register, "vDwoeau n MRxS z")]
    [InlineData(Right.LogMetrics, "vDwoeau n MRxS z")]
    [InlineData(Right.PostCheck, "vDwoeau n MRxS z")]
    [InlineData(Right.EditVersion, "vdwoeAu n MRxS z")]
    [InlineData(Right.EditModel, "vdwoeAu n MrxS z")]
    [InlineData(Right.RenameModel, "vdwoeAu n MrxS z")]
    [InlineData(Right.RenameModelInUse, "vdwoeAu n mrxS z")]
    [InlineData(Right.ManagePeople, "vdwoeAu n mrxS z")]
    [InlineData(Right.ManageTokens, "VDWOEAU n MRXS z")]
    [InlineData(Right.ManageTokensOfOthers, "vdwoeAu n mrxS z")]
    [InlineData(Right.ReadWholeAudit, "vdwoeAU n mrxS z")]
    [InlineData(Right.AcknowledgeChain, "vdwoeAu n mrxS z")]
    [InlineData(Right.ManageMetrics, "vdwoeAu n mrxS z")]
    [InlineData(Right.ReadNotices, "VDWOEAU n MRXS z")]
    [InlineData(Right.ManagePolicies, "vdwoeAu n mrxS z")]
    [InlineData(Right.MoveAlias, "vDwoeau n MRxS z")]
    [InlineData(Right.ManageStages, "vdwoeAu n mrxS z")]
    [InlineData(Right.Resolve, "VDWOEAU n MRXS z")]
    [InlineData(Right.DownloadHeld, "VDWOEAU n MRXS z")]
    [InlineData(Right.LogRuns, "vDwoeau n mRxS z")]
    [InlineData(Right.RetireRuns, "vDwoeAu n mRxS z")]
    [InlineData(Right.RestrictExperiment, "vdwoeAu n MrxS z")]
    [InlineData(Right.ManageTeams, "vdwoeAu n mrxS z")]
    [InlineData(Right.ManageGrants, "vdwoeAu n MrxS z")]
    [InlineData(Right.ManageCollections, "vdwoeAu n MrxS z")]
    [InlineData(Right.NameStandIn, "vdWoeau n mrxS z")]
    [InlineData(Right.OwnStandIns, "VDWOEAU n MRXS z")]
    public void Each_right_belongs_to_exactly_these_principals(Right right, string expected)
    {
        var letters = expected.Replace(" ", "", StringComparison.Ordinal);

        var actual = string.Concat(letters.Select(letter =>
        {
            var (actor, owner, registrant) = Principal(char.ToLowerInvariant(letter));
            return Rights.Allows(actor, right, new Place(Model, owner), registrant) ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter);
        }));

        Assert.Equal(letters, actual);
    }

    [Fact]
    public void Every_right_has_a_row() =>
        Assert.All(Enum.GetValues<Right>(), right => Assert.True(Rights.Allows(Actor.System, right) && !Rights.Allows(Actor.Anonymous(Door.Api, null), right)));

    [Theory]
    [InlineData(Right.Browse, Scopes.Read)]
    [InlineData(Right.CreateModel, Scopes.Register)]
    [InlineData(Right.Register, Scopes.Register)]
    [InlineData(Right.LogMetrics, Scopes.Log)]
    [InlineData(Right.PostCheck, Scopes.Check)]
    [InlineData(Right.EditVersion, Scopes.Register)]
    [InlineData(Right.EditModel, Scopes.Register)]
    [InlineData(Right.RenameModel, Scopes.Register)]
    [InlineData(Right.RenameModelInUse, Scopes.Register)]
    [InlineData(Right.ReadWholeAudit, Scopes.Read)]
    [InlineData(Right.AcknowledgeChain, null)]
    [InlineData(Right.ManagePeople, null)]
    [InlineData(Right.ReadNotices, null)]
    [InlineData(Right.ManagePolicies, null)]
    [InlineData(Right.ManageTokens, null)]
    [InlineData(Right.ManageTokensOfOthers, null)]
    [InlineData(Right.ManageMetrics, null)]
    [InlineData(Right.MoveAlias, Scopes.Promote)]
    [InlineData(Right.ManageStages, null)]
    [InlineData(Right.Resolve, Scopes.Read, Scopes.Resolve)]
    [InlineData(Right.DownloadHeld, Scopes.Read, Scopes.Resolve)]
    [InlineData(Right.LogRuns, Scopes.Log)]
    [InlineData(Right.RetireRuns, Scopes.Log)]
    [InlineData(Right.RestrictExperiment, Scopes.Log)]
    [InlineData(Right.ManageTeams, null)]
    [InlineData(Right.ManageGrants, null)]
    [InlineData(Right.ManageCollections, null)]
    [InlineData(Right.Provision, null)] // but for a directory's own scope, which is not among the others
    [InlineData(Right.NameStandIn, null)]
    [InlineData(Right.OwnStandIns, null)]
    public void A_token_needs_a_scope_of_the_right_and_some_rights_are_closed_to_tokens(Right right, params string?[]? scopes)
    {
        var everything = Person([.. Roles.All]);

        var open = Scopes.All.Where(one =>
            Rights.Allows(everything with { Token = new TokenGrant(Guid.NewGuid(), new HashSet<string> { one }, null) }, right, new Place(Model, Me), Me));

        Assert.Equal(scopes ?? [], open);
    }

    [Fact]
    public void A_token_never_widens_what_its_owner_may_do()
    {
        var viewer = Person(Roles.Viewer) with { Token = new TokenGrant(Guid.NewGuid(), Scopes.All.ToHashSet(), null) };

        Assert.True(Rights.Allows(viewer, Right.Browse));
        Assert.False(Rights.Allows(viewer, Right.Register, new Place(Model, Somebody)));
        Assert.False(Rights.Allows(viewer, Right.LogMetrics, new Place(Model, Somebody)));
    }

    [Theory]
    [InlineData(Right.Browse, GrantRight.Read, Roles.Viewer, true)]
    [InlineData(Right.RollBack, GrantRight.Read, Roles.Operator, true)] // whoever sees production takes it back
    [InlineData(Right.BreakGlass, GrantRight.Read, Roles.Emergency, true)]
    [InlineData(Right.Register, GrantRight.Read, Roles.DataScientist, false)]
    [InlineData(Right.Register, GrantRight.Review, Roles.DataScientist, false)]
    [InlineData(Right.Register, GrantRight.Contribute, Roles.DataScientist, true)]
    [InlineData(Right.Register, GrantRight.Contribute, Roles.Viewer, false)]
    [InlineData(Right.Register, GrantRight.Own, Roles.Viewer, true)]
    [InlineData(Right.Review, GrantRight.Contribute, Roles.Reviewer, false)]
    [InlineData(Right.Review, GrantRight.Review, Roles.Reviewer, true)]
    [InlineData(Right.Review, GrantRight.Review, Roles.Viewer, false)]
    [InlineData(Right.Review, GrantRight.Own, Roles.Viewer, false)] // being the owner makes no reviewer
    [InlineData(Right.EditModel, GrantRight.Contribute, Roles.DataScientist, false)]
    [InlineData(Right.EditModel, GrantRight.Own, Roles.Viewer, true)]
    [InlineData(Right.ManageGrants, GrantRight.Own, Roles.Viewer, true)]
    [InlineData(Right.Purge, GrantRight.Own, Roles.Viewer, false)]
    public void On_what_is_restricted_a_right_takes_a_grant_beside_the_role(Right right, GrantRight granted, string role, bool allowed)
    {
        var place = new Place(Model, Somebody, Closed: true);
        var holder = Person(role) with { Grants = [new HeldGrant(Guid.NewGuid(), granted, null, Model, null, null, null)] };

        Assert.Equal(allowed, Rights.Allows(holder, right, place));
        Assert.False(Rights.Allows(holder with { Grants = [new HeldGrant(Guid.NewGuid(), granted, null, Guid.NewGuid(), null, null, null)] },
            Right.Register, place));
    }

    [Fact]
    public void Where_nothing_is_restricted_roles_are_enough_and_grants_widen_none_but_to_own()
    {
        var open = new Place(Model, Somebody);
        var contributor = Person(Roles.Viewer) with { Grants = [new HeldGrant(Guid.NewGuid(), GrantRight.Contribute, null, Model, null, null, null)] };

        Assert.True(Rights.Allows(Person(Roles.DataScientist), Right.Register, open));
        Assert.False(Rights.Allows(contributor, Right.Register, open));
    }

    [Fact]
    public void A_grant_to_review_may_be_about_one_stage()
    {
        var place = new Place(Model, Somebody, Closed: true);
        var reviewer = Person(Roles.Reviewer) with
        {
            Grants = [new HeldGrant(Guid.NewGuid(), GrantRight.Review, null, Model, null, new HashSet<string> { "STAGING" }, null)],
        };

        Assert.True(Rights.Allows(reviewer, Right.Review, place, stage: "STAGING"));
        Assert.False(Rights.Allows(reviewer, Right.Review, place, stage: "PRODUCTION"));
    }

    [Fact]
    public void A_refusal_says_which_role_or_scope_is_missing()
    {
        var role = Assert.Throws<RegistryException>(() => Rights.Require(Person(Roles.Viewer), Right.Register, new Place(Model, Somebody)));
        var scope = Assert.Throws<RegistryException>(() =>
            Rights.Require(Person(Roles.DataScientist) with { Token = new TokenGrant(Guid.NewGuid(), new HashSet<string>(), null) }, Right.Register));

        Assert.Equal((RefusalKind.Forbidden, "role_missing"), (role.Kind, role.Code));
        Assert.Contains("DataScientist", role.Message, StringComparison.Ordinal);
        Assert.Contains("the model's owner", role.Message, StringComparison.Ordinal);
        Assert.Equal((RefusalKind.Forbidden, "scope_missing"), (scope.Kind, scope.Code));
        Assert.Contains("'register'", scope.Message, StringComparison.Ordinal);
    }

    private static (Actor Actor, Guid Owner, Guid Registrant) Principal(char letter) => letter switch
    {
        'v' => (Person(Roles.Viewer), Somebody, Somebody),
        'd' => (Person(Roles.DataScientist), Somebody, Somebody),
        'w' => (Person(Roles.Reviewer), Somebody, Somebody),
        'o' => (Person(Roles.Operator), Somebody, Somebody),
        'e' => (Person(Roles.Emergency), Somebody, Somebody),
        'a' => (Person(Roles.Admin), Somebody, Somebody),
        'u' => (Person(Roles.Auditor), Somebody, Somebody),
        'n' => (Person(), Somebody, Somebody),
        'm' => (Person(Roles.Viewer), Me, Somebody),
        'r' => (Person(Roles.DataScientist), Somebody, Me),
        'x' => (Person(Roles.Viewer), Somebody, Me),
        'z' => (Actor.Anonymous(Door.Api, null), Somebody, Somebody),
        's' => (Actor.System, Somebody, Somebody),
        _ => throw new ArgumentOutOfRangeException(nameof(letter)),
    };

    private static Actor Person(params string[] roles) => new(Me, "me@example.test", Door.Api, roles.ToHashSet());
}
