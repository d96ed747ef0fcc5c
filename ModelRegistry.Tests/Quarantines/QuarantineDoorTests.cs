using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Quarantines;

/// <summary>Quarantined bytes enter a stage through no door, and each door says so with the same code.</summary>
public sealed class QuarantineDoorTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    private const string Code = "version_quarantined";

    [Fact]
    public async Task Nobody_can_ask_for_it()
    {
        var model = await QuarantinedAsync();

        Assert.Equal("version", (await Refused.ByAsync(Code, () => scene.ARequestAsync(model))).Field);
        await Refused.ByAsync(Code, () => scene.Get<PromotionWorkflow>().PreviewAsync(model, Stage.Staging, 1, scene.Scientist, default));
    }

    [Fact]
    public async Task An_approved_request_stays_approved_says_what_blocks_it_and_never_executes_by_itself()
    {
        var model = await scene.AModelAsync(new PolicyContent(Execution: ExecutionMode.Manual));
        var request = await scene.ARequestAsync(model);
        await scene.ReviewAsync(request.Id, scene.ReviewerB);
        await scene.QuarantineAsync(model);

        var blocked = await scene.ReadAsync(request.Id);
        Assert.Equal(RequestState.Approved, blocked.State);
        Assert.Contains("quarantined", Assert.Single(blocked.Blockers), StringComparison.Ordinal);
        await Refused.ByAsync(Code, () => ExecuteAsync(blocked, scene.ReviewerB));

        await scene.ReleaseAsync(model);
        await scene.Get<AutomaticPromotions>().SweepAsync(default);
        Assert.Null(await scene.OccupantAsync(model));
        Assert.Equal(RequestState.Executed, (await ExecuteAsync(await scene.ReadAsync(request.Id), scene.Scientist)).State);
        Assert.Equal(1, await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task The_last_approval_moves_nothing()
    {
        var model = await scene.AModelAsync(new PolicyContent());
        var request = await scene.ARequestAsync(model);
        await scene.QuarantineAsync(model);

        var reviewed = await scene.ReviewAsync(request.Id, scene.ReviewerB);

        Assert.Equal(RequestState.Approved, reviewed.State);
        Assert.Null(await scene.OccupantAsync(model));
        await scene.ReleaseAsync(model);
        Assert.Null(await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task Not_even_break_glass_lets_it_in()
    {
        var model = await scene.AModelAsync();
        var request = await scene.ARequestAsync(model);
        await scene.QuarantineAsync(model);

        await Refused.ByAsync(Code, () =>
            scene.Get<PromotionWorkflow>()
            .ExecuteAsync(request.Id, request.Subject, new Emergency("Production answers nothing.", "INC-4711"), scene.Emergency, default));

        Assert.Null(await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task An_open_stage_stays_closed_to_it_while_a_free_alias_does_not()
    {
        var model = await scene.AModelAsync(PolicyContent.Open);
        await scene.QuarantineAsync(model);

        await Refused.ByAsync(Code, () => SetAsync(model, Stage.Staging));
        await Refused.ByAsync(Code, () => scene.ARequestAsync(model));

        Assert.Equal(1, (await SetAsync(model, "suspect")).Version);
    }

    [Fact]
    public async Task The_registry_never_asks_for_it_by_itself()
    {
        var model = await scene.AModelAsync(PolicyContent.Open with { Automatic = true, Gates = [new CheckGate("bias-audit")] });
        scene.Registry.Clock.Advance(TimeSpan.FromMinutes(1));
        await scene.QuarantineAsync(model);
        var copy = await scene.AVersionAsync(model, scene.Scientist, $"model/model.pkl={model}");
        await scene.Get<VersionEvidence>().PostCheckAsync(model, copy.Text(), new NewCheck("bias-audit", CheckState.Success), scene.Scientist, default);

        await scene.Get<AutomaticPromotions>().SweepAsync(default);

        Assert.Empty((await scene.Get<RequestQueries>().ListAsync(new RequestSearch(Model: model), scene.Auditor, default)).Items);
        Assert.Null(await scene.OccupantAsync(model));
    }

    private Task<RequestView> ExecuteAsync(RequestView request, Actor by) =>
        scene.Get<PromotionWorkflow>().ExecuteAsync(request.Id, request.Subject, null, by, default);

    private Task<SlotView> SetAsync(string model, string slot) => scene.Get<AliasWorkflow>().SetAsync(model, slot, "1", scene.Scientist, default);

    private async Task<string> QuarantinedAsync()
    {
        var model = await scene.AModelAsync();
        await scene.QuarantineAsync(model);
        return model;
    }
}
