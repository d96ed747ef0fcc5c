using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Tests.Policies;

public sealed class PolicyCheckTests
{
    private static readonly PolicyCheck Rules = new(new PolicyTarget(null, "production", SlotKind.Stage,
        [new Stage { Name = "Staging", NormalizedName = "STAGING" }, new Stage { Name = "production", NormalizedName = "PRODUCTION" }]));

    public static TheoryData<string, string, PolicyContent> Wrong { get; } = new()
    {
        { "requiredApprovals", "field_invalid", new(RequiredApprovals: -1) },
        { "requiredApprovals", "field_invalid", new(RequiredApprovals: 21) },
        { "expiresAfterDays", "field_invalid", new(ExpiresAfterDays: 0) },
        { "expiresAfterDays", "field_invalid", new(ExpiresAfterDays: 366) },
        { "execution", "field_invalid", new(Execution: (ExecutionMode)7) },
        { "gates", "too_many", With([.. Enumerable.Range(0, 51).Select(i => new CheckGate($"check {i}"))]) },
        { "gates[0]", "field_required", new(Gates: [null!]) },
        { "gates[1].metric", "field_required", With(new IntegrityGate(), Metric("")) },
        { "gates[0].metric", "key_invalid", With(Metric("lo$$")) },
        { "gates[0].metric", "field_too_long", With(Metric(new string('x', 251))) },
        { "gates[0].value", "number_not_finite", With(Metric("loss") with { Value = double.NaN }) },
        { "gates[0].value", "number_not_finite", With(Metric("loss") with { Value = double.NegativeInfinity }) },
        { "gates[0].op", "field_invalid", With(Metric("loss") with { Op = (GateOperator)9 }) },
        { "gates[0].dataset", "field_too_long", With(Metric("loss") with { Dataset = new string('x', 501) }) },
        { "gates[0].dataset", "field_not_text", With(Metric("loss") with { Dataset = "a\0b" }) },
        { "gates[0].metric", "metric_direction_unknown", With(new BaselineGate("my_score", MaxRegression: 0)) },
        { "gates[0].maxRegression", "field_invalid", With(new BaselineGate("loss")) },
        { "gates[0].maxRegression", "field_invalid", With(new BaselineGate("loss", 0.1, 0.1)) },
        { "gates[0].maxRegression", "field_invalid", With(new BaselineGate("loss", MaxRegression: -0.1)) },
        { "gates[0].minImprovement", "field_invalid", With(new BaselineGate("loss", MinImprovement: -0.1)) },
        { "gates[0].maxRegression", "number_not_finite", With(new BaselineGate("loss", MaxRegression: double.NaN)) },
        { "gates[0].field", "evidence_unknown", With(new EvidenceGate("Owner")) },
        { "gates[0].field", "field_required", With(new EvidenceGate("tag:")) },
        { "gates[0].field", "key_invalid", With(new EvidenceGate("tag:a//b")) },
        { "gates[0].field", "field_required", With(new EvidenceGate("card: ")) },
        { "gates[0].name", "key_invalid", With(new CheckGate("bias\taudit")) },
        { "gates[0].name", "field_too_long", With(new CheckGate(new string('x', 101))) },
        { "gates[0].withinHours", "field_invalid", With(new IntegrityGate(0)) },
        { "gates[0].withinHours", "field_invalid", With(new IntegrityGate(double.NaN)) },
        { "gates[0].withinHours", "field_invalid", With(new IntegrityGate(9_000)) },
        { "gates[0].minHours", "field_invalid", With(new SequenceGate("staging", -1)) },
        { "gates[0].minHours", "field_invalid", With(new SequenceGate("staging", 8_761)) },
        { "gates[0].minHours", "field_invalid", With(new SequenceGate("staging", double.NaN)) },
        { "gates[0].stage", "stage_unknown", With(new SequenceGate("canary", 1)) },
        { "gates[0].stage", "stage_is_itself", With(new SequenceGate("PRODUCTION", 1)) },
        { "gates[2]", "gate_repeated", With(Metric("loss"), new IntegrityGate(), Metric("loss")) },
        { "gates[1]", "gates_contradict", With(Bound(GateOperator.AtLeast, 0.95), Bound(GateOperator.LessThan, 0.9)) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_refused_with_its_field(string field, string code, PolicyContent content)
    {
        var refusal = Assert.Throws<RegistryException>(() => Rules.Check(content));

        Assert.Equal((field, code, RefusalKind.Invalid), (refusal.Field, refusal.Code, refusal.Kind));
    }

    [Fact]
    public void The_direction_of_now_is_written_into_a_comparison_whatever_was_sent()
    {
        var content = Rules.Check(With(new BaselineGate("rmse", MaxRegression: 0, HigherIsBetter: true), new BaselineGate("val_accuracy", MinImprovement: 0)));

        Assert.Equal([false, true], content.Gates.OfType<BaselineGate>().Select(gate => gate.HigherIsBetter));
    }

    [Fact]
    public void Names_are_kept_as_they_are_called()
    {
        var content = Rules.Check(With(new SequenceGate("sTaGiNg", 1), new EvidenceGate("card: Intended use "), Metric("loss") with { Dataset = " " },
            new CheckGate("bias", " ")));

        Assert.Equal([new SequenceGate("Staging", 1), new EvidenceGate("card:Intended use"), Metric("loss"), new CheckGate("bias")], content.Gates);
    }

    [Theory]
    [InlineData(GateOperator.AtLeast, 0.9, GateOperator.AtMost, 0.9, false)]
    [InlineData(GateOperator.AtLeast, 0.9, GateOperator.LessThan, 0.9, true)]
    [InlineData(GateOperator.MoreThan, 0.9, GateOperator.AtMost, 0.9, true)]
    [InlineData(GateOperator.MoreThan, 0.9, GateOperator.AtMost, 0.8, true)]
    [InlineData(GateOperator.AtLeast, 0.9, GateOperator.LessThan, 0.95, false)]
    [InlineData(GateOperator.AtLeast, 0.9, GateOperator.MoreThan, 0.95, false)]
    public void Gates_contradict_where_no_number_satisfies_both(GateOperator one, double low, GateOperator other, double high, bool contradict)
    {
        var refusal = Record.Exception(() => Rules.Check(With(Bound(other, high), Bound(one, low)))) as RegistryException;

        Assert.Equal(contradict ? "gates_contradict" : null, refusal?.Code);
        Assert.Equal(contradict, refusal?.Message.Contains($"accuracy {GateText.Sign(one)} 0.9", StringComparison.Ordinal) == true
            && refusal.Message.Contains($"accuracy {GateText.Sign(other)}", StringComparison.Ordinal));
    }

    [Fact]
    public void Gates_on_different_data_sets_do_not_contradict_but_one_without_means_the_only_one()
    {
        Gate low = Bound(GateOperator.AtLeast, 0.95) with { Dataset = "a" };

        Rules.Check(With(low, Bound(GateOperator.LessThan, 0.9) with { Dataset = "b" }, new MetricGate("f1", GateOperator.LessThan, 0.1, "a")));
        Assert.Throws<RegistryException>(() => Rules.Check(With(low, Bound(GateOperator.LessThan, 0.9))));
    }

    [Fact]
    public void Less_is_named_and_more_is_not_less()
    {
        var before = new PolicyContent(2, Gates: [Bound(GateOperator.AtLeast, 0.9), new IntegrityGate()]);

        Assert.Empty(PolicyLowering.Of(before, before with { RequiredApprovals = 3, Gates = [.. before.Gates, new EvidenceGate("owner")] }));
        Assert.Equal(["2 → 0 approvals", "no longer asks for accuracy ≥ 0.9", "versions that pass the gates move by themselves"],
            PolicyLowering.Of(before, new PolicyContent(0, Automatic: true, Gates: [new IntegrityGate()])));
        Assert.Empty(PolicyLowering.Of(before, before with { Automatic = true }));
    }

    private static PolicyContent With(params Gate[] gates) => new(Gates: gates);

    private static MetricGate Metric(string name) => new(name, GateOperator.LessThan, 1);

    private static MetricGate Bound(GateOperator op, double value) => new("accuracy", op, value);
}
