using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Access;

/// <summary>Section 5 of the design as a table: one letter a principal, upper case where the right is theirs.</summary>
public sealed class RightsTests
{
    private static readonly Guid Me = Guid.NewGuid();
    private static readonly Guid Somebody = Guid.NewGuid();

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
    public void Each_right_belongs_to_exactly_these_principals(Right right, string expected)
    {
        var letters = expected.Replace(" ", "", StringComparison.Ordinal);

        var actual = string.Concat(letters.Select(letter =>
        {
            var (actor, owner, registrant) = Principal(char.ToLowerInvariant(letter));
            return Rights.Allows(actor, right, owner, registrant) ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter);
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
    public void A_token_needs_a_scope_of_the_right_and_some_rights_are_closed_to_tokens(Right right, params string?[]? scopes)
    {
        var everything = Person([.. Roles.All]);

        var open = Scopes.All.Where(one =>
            Rights.Allows(everything with { Token = new TokenGrant(Guid.NewGuid(), new HashSet<string> { one }, null) }, right, Me, Me));

        Assert.Equal(scopes ?? [], open);
    }

    [Fact]
    public void A_token_never_widens_what_its_owner_may_do()
    {
        var viewer = Person(Roles.Viewer) with { Token = new TokenGrant(Guid.NewGuid(), Scopes.All.ToHashSet(), null) };

        Assert.True(Rights.Allows(viewer, Right.Browse));
        Assert.False(Rights.Allows(viewer, Right.Register, Somebody));
        Assert.False(Rights.Allows(viewer, Right.LogMetrics, Somebody));
    }

    [Fact]
    public void A_refusal_says_which_role_or_scope_is_missing()
    {
        var role = Assert.Throws<RegistryException>(() => Rights.Require(Person(Roles.Viewer), Right.Register, Somebody));
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
