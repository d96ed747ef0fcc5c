using System.Globalization;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Demo;

namespace ModelRegistry.Tests.Promotions;

/// <summary>Versions that the registry itself asks to promote, on behalf of who registered them.</summary>
public sealed class AutomaticPromotionTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    private const double WorstRegression = 0.02;

    private static readonly PolicyContent Checked = new(RequiredApprovals: 0, Automatic: true, Gates: [new CheckGate("bias-audit")]);

    private static readonly Dictionary<string, (string Metric, GateOperator Op, double Value)> Bars = new()
    {
        ["breast-cancer-screener"] = ("accuracy", GateOperator.AtLeast, 0.97),
        ["diabetes-progression"] = ("rmse", GateOperator.AtMost, 57.2),
        ["digits-classifier"] = ("accuracy", GateOperator.AtLeast, 0.965),
        ["wine-cultivar"] = ("accuracy", GateOperator.AtLeast, 0.98),
    };

    public static TheoryData<string> Models => [.. Bars.Keys];

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Of_the_real_runs_exactly_those_that_pass_enter_an_open_staging_each_with_its_verdicts(string model)
    {
        var (metric, op, value) = Bars[model];
        var name = scene.NewName(model);
        await scene.Registry.AModelAsync(scene.Scientist, name);
        await scene.PolicyAsync(name, Stage.Staging, new PolicyContent(RequiredApprovals: 0, Automatic: true,
            Gates: [new MetricGate(metric, op, value), new BaselineGate(metric, MaxRegression: WorstRegression, Relative: true), new IntegrityGate()]));
        List<int> expected = [];
        double? occupant = null;
        foreach (var run in DemoRun.ReadAll(DemoRun.DefaultRoot).Where(run => run.Model == model))
        {
            var version = await RegisterAsync(name, run);
            await scene.Get<AutomaticPromotions>().SweepAsync(default);
            if (Passes(op, run.Metrics[metric], value, occupant))
            {
                (occupant, expected) = (run.Metrics[metric], [.. expected, version]);
            }
        }

        var stays = (await scene.Get<SlotHistory>().ListAsync(name, Stage.Staging, PageToken.MaxSize, null, scene.Auditor, default)).Items;
        var requests = (await scene.Get<RequestQueries>().ListAsync(new RequestSearch(Model: name, PageSize: PageToken.MaxSize), scene.Auditor, default)).Items;
        Assert.Equal(expected, stays.Select(stay => stay.Version).Reverse());
        Assert.Equal(expected, requests.Select(request => request.Version!.Value).Reverse());
        Assert.All(requests, request => Assert.Equal((RequestState.Executed, 3, 3), (request.State, request.GatesPassed, request.GateCount)));
        Assert.NotEmpty(expected);
        Assert.True(expected.Count < DemoRun.ReadAll(DemoRun.DefaultRoot).Count(run => run.Model == model));
    }

    [Fact]
    public async Task With_approvals_it_waits_for_reviewers_and_its_registrant_is_the_requester()
    {
        var model = await scene.AModelAsync(new PolicyContent(Automatic: true));
        await RegisterAsync(model);

        await SweepAsync();

        var request = await OnlyRequestAsync(model);
        Assert.Equal((true, scene.Scientist.Name, RequestState.Open), (request.Automatic, request.RequestedBy, request.State));
        Assert.Contains(request.Excluded, person => person.Who == scene.Scientist.Name);
        Assert.Equal(RequestState.Executed, (await scene.ReviewAsync(request.Id, scene.ReviewerA)).State);
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(8, false)]
    public async Task A_missing_check_may_come_within_seven_days(int days, bool opens)
    {
        var model = await scene.AModelAsync(Checked);
        var version = await RegisterAsync(model);
        await SweepAsync();
        Assert.Null(await scene.OccupantAsync(model));

        scene.Registry.Clock.Advance(TimeSpan.FromDays(days));
        await scene.Get<VersionEvidence>().PostCheckAsync(model, version.Text(), new NewCheck("bias-audit", CheckState.Success), scene.Scientist, default);
        await SweepAsync();

        Assert.Equal(opens ? version : null, await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task Once_per_version_and_stage_and_never_again_after_it_was_withdrawn()
    {
        var model = await scene.AModelAsync(new PolicyContent(Automatic: true));
        var version = await RegisterAsync(model);
        await SweepAsync();
        await scene.Get<PromotionWorkflow>().WithdrawAsync((await OnlyRequestAsync(model)).Id, null, scene.Scientist, default);

        await scene.LogAsync(model, "accuracy", 0.9, version: version);
        await SweepAsync();

        Assert.Equal(RequestState.Withdrawn, (await OnlyRequestAsync(model)).State);
    }

    [Fact]
    public async Task A_policy_promotes_nothing_that_was_there_before_it()
    {
        var model = await scene.AModelAsync();
        scene.Registry.Clock.Advance(TimeSpan.FromMinutes(1));
        await scene.PolicyAsync(model, Stage.Staging, PolicyContent.Open with { Automatic = true, Gates = [new IntegrityGate()] });

        await SweepAsync();

        Assert.Null(await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task What_a_person_asked_for_is_not_taken_back_by_the_registry()
    {
        var model = await scene.AModelAsync(new PolicyContent(Automatic: true));
        var asked = await scene.ARequestAsync(model);

        await RegisterAsync(model);
        await SweepAsync();

        Assert.Equal(RequestState.Open, (await scene.ReadAsync(asked.Id)).State);
    }

    [Fact]
    public async Task Nothing_is_forgotten_over_a_restart()
    {
        var model = await scene.AModelAsync(new PolicyContent(Automatic: true));
        await RegisterAsync(model);

        // Another process over the same database has no memory of what was considered.
        var restarted = new AutomaticPromotions(scene.Get<Core.Data.RegistryStore>(), scene.Get<FreshVerification>(), scene.Registry.Clock);
        await restarted.SweepAsync(default);
        await SweepAsync();

        Assert.True((await OnlyRequestAsync(model)).Automatic);
    }

    private static bool Passes(GateOperator op, double measured, double bar, double? occupant)
    {
        var higherIsBetter = op == GateOperator.AtLeast;
        var reaches = higherIsBetter ? measured >= bar : measured <= bar;
        return reaches && (occupant is not { } before || (higherIsBetter ? before - measured : measured - before) <= WorstRegression * Math.Abs(before));
    }

    private Task<int> SweepAsync() => scene.Get<AutomaticPromotions>().SweepAsync(default);

    private async Task<int> RegisterAsync(string model, DemoRun? run = null)
    {
        scene.Registry.Clock.Advance(TimeSpan.FromMinutes(1));
        var version = run is null
            ? new NewVersion()
            : new NewVersion(Parameters: run.Params, Metrics: [.. run.Metrics.Select(metric => new NewMetric(metric.Key, metric.Value))],
                Dataset: new VersionDataset(run.Dataset.Name, run.Dataset.Digest), Framework: run.Framework);
        var content = run is null ? scene.NewName("weights") : string.Create(CultureInfo.InvariantCulture, $"{run.Model} {run.Number}");
        return (await scene.Registry.ASealedVersionAsync(scene.Scientist, model, version, content)).Number;
    }

    private async Task<RequestView> OnlyRequestAsync(string model)
    {
        var requests = await scene.Get<RequestQueries>().ListAsync(new RequestSearch(Model: model), scene.Auditor, default);
        return await scene.ReadAsync(Assert.Single(requests.Items).Id);
    }
}
