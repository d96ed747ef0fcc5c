using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Cards;

public sealed class CardWorkflowTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    private CardWorkflow Cards => scene.Get<CardWorkflow>();

    [Fact]
    public async Task A_card_is_a_draft_until_a_reviewer_approves_the_version_they_read_and_again_after_each_change()
    {
        var model = await scene.AModelAsync();
        Assert.Equal(CardState.None, (await ReadAsync(model)).State);

        Assert.Equal((CardState.Draft, 1), Of(await WriteAsync(model, "# Limits\n\nNone.")));
        Assert.Equal((CardState.Approved, 1), Of(await Cards.ApproveAsync(model, 1, scene.ReviewerA, default)));
        Assert.Equal((CardState.Draft, 2), Of(await WriteAsync(model, "# Limits\n\nNights.")));

        var changed = await Refused.ByAsync("card_changed", () => Cards.ApproveAsync(model, 1, scene.ReviewerA, default));
        Assert.Equal(2, changed.Details!["version"]);
        Assert.Equal((CardState.Approved, 1), Of(await scene.Get<CardQueries>().GetAsync(model, 1, scene.Auditor, default)));
        Assert.Equal([(2, false), (1, true)], (await scene.Get<CardQueries>().HistoryAsync(model, null, null, scene.Auditor, default)).Items
            .Select(version => (version.Version, version.Approved)));
        Assert.Single(await scene.EventsAsync(model), entry => entry.Action == "card.approved");
    }

    [Fact]
    public async Task The_history_comes_in_pages()
    {
        var model = await scene.AModelAsync();
        foreach (var text in new[] { "a", "b", "c" })
        {
            await WriteAsync(model, text);
        }

        var first = await scene.Get<CardQueries>().HistoryAsync(model, 2, null, scene.Auditor, default);
        var second = await scene.Get<CardQueries>().HistoryAsync(model, 2, first.NextPageToken, scene.Auditor, default);

        Assert.Equal("3 2 | 1", $"{string.Join(' ', first.Items.Select(row => row.Version))} | {string.Join(' ', second.Items.Select(row => row.Version))}");
        Assert.Null(second.NextPageToken);
    }

    [Fact]
    public async Task Who_wrote_any_of_what_was_not_approved_yet_does_not_approve_it()
    {
        var model = await scene.AModelAsync();
        var both = await scene.PersonAsync(scene.NewName("both"), Roles.Admin, Roles.Reviewer);
        await WriteAsync(model, "one");
        await Cards.WriteAsync(model, new CardEdit("two"), both, default);
        await WriteAsync(model, "three"); // by somebody else, over what they wrote

        var refusal = await Refused.ByAsync("not_eligible", () => Cards.ApproveAsync(model, 3, both, default));
        Assert.Equal(refusal.Message, await scene.Get<CardQueries>().WhyNotApproveAsync(model, both, default));

        await Cards.ApproveAsync(model, 3, scene.ReviewerA, default);
        await WriteAsync(model, "four");
        Assert.Equal(CardState.Approved, (await Cards.ApproveAsync(model, 4, both, default)).State); // their hand was in what is approved already
    }

    [Fact]
    public async Task Whoever_answers_for_the_service_account_that_wrote_it_does_not_approve_it()
    {
        var model = await scene.AModelAsync();
        var account = await scene.Get<People>().CreateAsync(
            new NewUser($"{scene.NewName("bot")}@example.test", "Bot", [Roles.DataScientist], Responsible: scene.ReviewerA.Name),
            Actor.System, default);
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Owner: account.User.Email), scene.Admin, default);
        var bot = new Actor(account.User.Id, account.User.Email, Door.Api, new HashSet<string> { Roles.DataScientist });
        await Cards.WriteAsync(model, new CardEdit("By a script."), bot, default);

        await Refused.ByAsync("not_eligible", () => Cards.ApproveAsync(model, 1, scene.ReviewerA, default));
        await Cards.ApproveAsync(model, 1, scene.ReviewerB, default);
    }

    [Fact]
    public async Task Nobody_but_a_person_who_reviews_approves_and_there_must_be_a_card()
    {
        var model = await scene.AModelAsync();
        await Refused.ByAsync("card_missing", () => Cards.ApproveAsync(model, 0, scene.ReviewerA, default));
        await WriteAsync(model, "text");

        await Refused.ByAsync("role_missing", () => Cards.ApproveAsync(model, 1, scene.Admin, default));
        var token = await scene.Registry.ByTokenAsync(scene.ReviewerA, [.. Scopes.All]);
        await Refused.ByAsync("scope_missing", () => Cards.ApproveAsync(model, 1, token, default));
        Assert.Equal("version", (await Refused.ByAsync("field_required", () => Cards.ApproveAsync(model, null, scene.ReviewerA, default))).Field);
    }

    [Fact]
    public async Task Two_who_write_at_once_do_not_overwrite_each_other_unseen()
    {
        var model = await scene.AModelAsync();
        await Cards.WriteAsync(model, new CardEdit("mine", Version: 0), scene.Scientist, default);

        await Refused.ByAsync("card_changed", () => Cards.WriteAsync(model, new CardEdit("theirs", Version: 0), scene.Admin, default));
        Assert.Equal("mine", (await ReadAsync(model)).Markdown);
    }

    [Theory]
    [InlineData("content.limits", "code_open", "```\nopen", "", "", null)]
    [InlineData("content.owner", "field_invalid", "", "two\nlines", "", null)]
    [InlineData("content.risk", "field_required", "", "", "because", null)]
    [InlineData("content.risk", "field_invalid", "", "", "", (CardRisk)9)]
    public async Task What_cannot_be_kept_is_refused_by_its_field(string field, string code, string limits, string owner, string reason, CardRisk? risk)
    {
        var model = await scene.AModelAsync();
        var content = new CardContent(Limits: limits, Owner: owner, RiskReason: reason, Risk: risk);

        Assert.Equal(field, (await Refused.ByAsync(code, () => Cards.WriteAsync(model, new CardEdit(Content: content), scene.Scientist, default))).Field);
    }

    [Fact]
    public async Task A_gate_asks_for_an_approved_card()
    {
        var model = await scene.AModelAsync(new PolicyContent(1, Gates: [new EvidenceGate("approvedCard")]));
        await WriteAsync(model, "# Limits\n\nNights.");
        var request = await scene.ARequestAsync(model);
        Assert.Equal(Verdict.Missing, Assert.Single(request.Gates).Verdict);

        await Cards.ApproveAsync(model, 1, scene.ReviewerA, default);
        Assert.Equal(RequestState.Executed, (await scene.ReviewAsync(request.Id, scene.ReviewerA)).State);
    }

    [Fact]
    public async Task The_risk_of_the_card_decides_how_many_approve_and_a_lower_one_later_never_needs_fewer()
    {
        var model = await scene.AModelAsync(new PolicyContent(1, ByRisk: new RiskApprovals(Medium: 1, High: 2)));
        await WriteAsync(model, "# Risk\n\nHigh: it stops payments.");
        var request = await scene.ARequestAsync(model);
        Assert.Equal(2, request.RequiredApprovals);

        await WriteAsync(model, "# Risk\n\nLow: nobody uses it.");
        var after = await scene.ReviewAsync(request.Id, scene.ReviewerA);

        Assert.Equal((RequestState.Open, 2), (after.State, after.RequiredApprovals));
        Assert.Equal(request.Id, Assert.Single((await scene.Get<Inbox>().WaitingAsync(model, null, null, scene.ReviewerB, default)).Items).Id);
        Assert.Equal(RequestState.Executed, (await scene.ReviewAsync(request.Id, scene.ReviewerB)).State);
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData(CardRisk.Low, 1)]
    [InlineData(CardRisk.Medium, 2)]
    [InlineData(CardRisk.High, 3)]
    public void A_card_without_a_rating_needs_what_a_high_risk_needs(CardRisk? risk, int approvals) =>
        Assert.Equal(approvals, new PolicyContent(1, ByRisk: new RiskApprovals(2, 3)).ApprovalsFor(risk));

    [Fact]
    public void Asking_for_fewer_at_a_risk_lowers_a_policy()
    {
        var before = new PolicyContent(1, ByRisk: new RiskApprovals(2, 3));

        Assert.Equal(["2 → 1 approvals at medium risk", "3 → 1 approvals at high risk"], PolicyLowering.Of(before, before with { ByRisk = null }));
        Assert.Empty(PolicyLowering.Of(before, before with { RequiredApprovals = 3 }));
        Assert.False(new PolicyContent(0, ByRisk: new RiskApprovals(1)).IsOpen);
    }

    private Task<CardView> WriteAsync(string model, string text) => Cards.WriteAsync(model, new CardEdit(text), scene.Scientist, default);

    private Task<CardView> ReadAsync(string model) => scene.Get<CardQueries>().GetAsync(model, null, scene.Auditor, default);

    private static (CardState, int) Of(CardView card) => (card.State, card.Version);
}
