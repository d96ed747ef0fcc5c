using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Tests.Policies;

/// <summary>The gates that ask for no metric: evidence, checks, integrity and sequence.</summary>
public sealed class EvidenceGateTests
{
    private static readonly VersionFacts Full = RealFacts.Blank() with
    {
        Description = "Finds fraud.",
        Owner = "owner@example.test",
        Dataset = new VersionDataset("claims", "d1"),
        Signature = "{}",
        CodeRevision = "abc123",
        Tags = new Dictionary<string, string> { ["team"] = "risk", ["empty"] = " " },
        Card = "# Fraud\n\n## Intended use\n\nClaims of private customers.\n\n## Limits\n\n## Ethics\n<!-- say something -->\n",
    };

    [Theory]
    [InlineData("description")]
    [InlineData("owner")]
    [InlineData("dataset")]
    [InlineData("signature")]
    [InlineData("codeRevision")]
    [InlineData("tag:team")]
    [InlineData("card:intended USE")]
    public void Evidence_passes_when_it_is_there_and_is_missing_else(string field)
    {
        var gate = new EvidenceGate(field);

        Assert.Equal(Verdict.Pass, Full.Judged(gate).Verdict);
        Assert.Equal(Verdict.Missing, RealFacts.Blank().Judged(gate).Verdict);
    }

    [Theory]
    [InlineData("tag:empty")]
    [InlineData("tag:Team")]
    [InlineData("card:Limits")]
    [InlineData("card:Ethics")]
    [InlineData("card:use")]
    public void What_is_empty_or_called_otherwise_is_missing(string field) => Assert.Equal(Verdict.Missing, Full.Judged(new EvidenceGate(field)).Verdict);

    [Fact]
    public void A_data_set_needs_a_digest() =>
        Assert.Equal(Verdict.Missing, (Full with { Dataset = new VersionDataset("claims", null) }).Judged(new EvidenceGate("dataset")).Verdict);

    [Theory]
    [InlineData("#### Limits ####\nSmall data.", true)]
    [InlineData("Limits\n======\nSmall data.", true)]
    [InlineData("Limits\n---\r\nSmall data.\r\n", true)]
    [InlineData("## Limits\n### In the field\nSmall data.", true)]
    [InlineData("## Limits\n\n## Limits\nSmall data.", true)]
    [InlineData("## Limits\n### In the field\n", false)]
    [InlineData("### Limits\n## Other\nSmall data.", false)]
    [InlineData("#Limits\nSmall data.", false)]
    [InlineData("```\n# Limits\nSmall data.\n```", false)]
    [InlineData("    # Limits\nSmall data.", false)]
    [InlineData("Limits\nSmall data.", false)]
    public void A_section_is_a_heading_with_text_beneath(string card, bool there) =>
        Assert.Equal(there, (Full with { Card = card }).Judged(new EvidenceGate("card:Limits")).Passes);

    [Theory]
    [InlineData("<!--", 12_000)]
    [InlineData("# ## #x", 7_000)]
    [InlineData("#\n---\n```\n", 5_000)]
    public void A_hostile_card_is_read_in_a_moment(string piece, int times) =>
        Assert.Equal(Verdict.Missing, (Full with { Card = string.Concat(Enumerable.Repeat(piece, times)) }).Judged(new EvidenceGate("card:Limits")).Verdict);

    [Theory]
    [InlineData(CheckState.Success, null, Verdict.Pass)]
    [InlineData(CheckState.Success, "CI@example.test", Verdict.Pass)]
    [InlineData(CheckState.Success, "other@example.test", Verdict.Missing)]
    [InlineData(CheckState.Pending, null, Verdict.Fail)]
    [InlineData(CheckState.Failure, "ci@example.test", Verdict.Fail)]
    public void A_check_counts_when_it_is_a_success_of_whom_the_gate_names(CheckState state, string? poster, Verdict expected)
    {
        var version = Full with { Checks = [new CheckView("bias-audit", state, null, "Fair.", RealFacts.Now, "ci@example.test")] };

        var verdict = version.Judged(new CheckGate("bias-audit", poster));

        Assert.Equal(expected, verdict.Verdict);
        Assert.Contains("ci@example.test", verdict.Detail, StringComparison.Ordinal);
        Assert.Equal(Verdict.Missing, version.Judged(new CheckGate("other")).Verdict);
    }

    [Fact]
    public void A_result_of_somebody_else_is_told()
    {
        var version = Full with { Checks = [new CheckView("bias-audit", CheckState.Success, null, null, RealFacts.Now, "me@example.test")] };

        var verdict = version.Judged(new CheckGate("bias-audit", "ci@example.test"));

        Assert.Equal("check bias-audit by ci@example.test", verdict.Expression);
        Assert.Equal("The newest result, success, was posted by me@example.test; only one of ci@example.test counts.", verdict.Detail);
    }

    [Theory]
    [InlineData(null, null, Verdict.Missing)]
    [InlineData(true, 0.0, Verdict.Pass)]
    [InlineData(true, 24.0, Verdict.Pass)]
    [InlineData(true, 24.01, Verdict.Missing)]
    [InlineData(false, 1.0, Verdict.Fail)]
    [InlineData(false, 99.0, Verdict.Fail)]
    public void Files_count_as_whole_for_the_hours_that_the_gate_says(bool? ok, double? hoursAgo, Verdict expected)
    {
        var version = Full with { VerifiedOk = ok, VerifiedAt = hoursAgo is null ? null : RealFacts.Now.AddHours(-hoursAgo.Value) };

        var verdict = version.Judged(new IntegrityGate());

        Assert.Equal((expected, "files verified within 24 h"), (verdict.Verdict, verdict.Expression));
        Assert.Equal(expected == Verdict.Missing, verdict.Detail.Contains("checked with the approval", StringComparison.Ordinal));
        Assert.Equal((expected == Verdict.Missing, expected == Verdict.Fail), (verdict.CheckedWithApproval, verdict.Blocks));
    }

    [Fact]
    public void A_gate_may_ask_for_a_fresher_verification() =>
        Assert.Equal(Verdict.Missing, (Full with { VerifiedOk = true, VerifiedAt = RealFacts.Now.AddHours(-2) }).Judged(new IntegrityGate(1)).Verdict);

    [Fact]
    public void All_stays_in_a_stage_count_together_and_the_present_one_until_now()
    {
        var gate = new SequenceGate("Staging", 24);
        StageStay[] stays =
        [
            Stay("staging", -100, -90),
            Stay("staging", -14, null),
            Stay("production", -500, null),
        ];

        Assert.Equal((Verdict.Pass, "Version 7 was in Staging for 24 h."), Told((Full with { Stays = stays }).Judged(gate)));
        Assert.Equal((Verdict.Fail, "Version 7 was in Staging for 10 h so far; 24 h are needed."), Told((Full with { Stays = stays[..1] }).Judged(gate)));
        Assert.Equal((Verdict.Missing, "Version 7 was never in Staging."), Told((Full with { Stays = stays[2..] }).Judged(gate)));
        Assert.True((Full with { Stays = stays[..1] }).Judged(gate with { MinHours = 0 }).Passes);
    }

    [Fact]
    public void Every_gate_gets_its_verdict_in_order()
    {
        Gate[] gates = [new SequenceGate("staging", 1),
            new EvidenceGate("owner"), new CheckGate("a"), new IntegrityGate(), new BaselineGate("x", MaxRegression: 0),
            new MetricGate("x", GateOperator.LessThan, 1)];

        var verdicts = GateEvaluation.Evaluate(gates, new GateFacts(Full, null, RealFacts.Now));

        Assert.Equal(["sequence", "evidence", "check", "integrity", "baseline", "metric"], verdicts.Select(verdict => verdict.Kind));
        Assert.Equal(["at least 1 h in staging", "owner present", "check a", "files verified within 24 h", "x not worse than the occupant", "x < 1"],
            verdicts.Select(verdict => verdict.Expression));
    }

    private static StageStay Stay(string slot, double from, double? until) =>
        new(SlotName.Normalize(slot), RealFacts.Now.AddHours(from), until is null ? null : RealFacts.Now.AddHours(until.Value));

    private static (Verdict Verdict, string Detail) Told(GateVerdict verdict) => (verdict.Verdict, verdict.Detail);
}
