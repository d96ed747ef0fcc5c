using ModelRegistry.Core.Access;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Web.Demo;

/// <summary>What the demo's models ask of a version: a bar of their own for staging, reached without anybody, and people for production.</summary>
internal static class DemoPolicies
{
    /// <summary>The CI check that the screener asks for.</summary>
    public const string BiasAudit = "bias-audit";

    private static readonly Dictionary<string, DemoBar> Bars = new()
    {
        ["breast-cancer-screener"] = new("accuracy", GateOperator.AtLeast, 0.955, Approvals: 1, Check: BiasAudit),
        ["diabetes-progression"] = new("rmse", GateOperator.AtMost, 59.5, Approvals: 2),
        ["digits-classifier"] = new("accuracy", GateOperator.AtLeast, 0.962, Approvals: 2),
        ["wine-cultivar"] = new("accuracy", GateOperator.AtLeast, 0.96, Approvals: 1),
    };

    /// <summary>The bar of a model; null for one that the demo does not know, which keeps the policies of the server.</summary>
    public static DemoBar? BarOf(string model) => Bars.GetValueOrDefault(model);

    public static async Task PublishAsync(PolicyWorkflow policies, IEnumerable<string> models, Actor admin, CancellationToken ct)
    {
        foreach (var model in models)
        {
            if (BarOf(model) is { } bar)
            {
                await policies.PublishAsync(PolicyScope.OfModel(model), Stage.Staging, Staging(bar), "Whatever reaches the bar is tried out in staging.", null,
                    admin, ct);
                await policies.PublishAsync(PolicyScope.OfModel(model), Stage.Production, Production(bar), "Production needs people.", null, admin, ct);
            }
        }
    }

    private static PolicyContent Staging(DemoBar bar) => new(RequiredApprovals: 0, Automatic: true, Gates: [new MetricGate(bar.Metric, bar.Op, bar.Value)]);

    private static PolicyContent Production(DemoBar bar)
    {
        List<Gate> gates =
        [
            new BaselineGate(bar.Metric, MaxRegression: 0.01, Relative: true),
            new SequenceGate(Stage.Staging, MinHours: 4),
            new IntegrityGate(),
        ];
        if (bar.Check is { } check)
        {
            gates.Add(new CheckGate(check));
        }

        return new PolicyContent(bar.Approvals, Gates: gates);
    }
}

/// <summary>The metric that decides about a model, the value it must reach, and how many people agree to production.</summary>
internal sealed record DemoBar(string Metric, GateOperator Op, double Value, int Approvals, string? Check = null)
{
    public bool HigherIsBetter => Op == GateOperator.AtLeast;

    /// <summary>How much better the first is than the second, in the metric's own unit; negative when it is worse.</summary>
    public double Gain(double value, double before) => HigherIsBetter ? value - before : before - value;
}
