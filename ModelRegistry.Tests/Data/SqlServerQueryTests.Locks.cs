using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Stages;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>Locks in what each use case sends.</summary>
public sealed partial class SqlServerQueryTests
{
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Locks_stand_before_what_is_decided_by_them(string useCase)
    {
        await UseCases[useCase](this);

        var faults = Server.Transactions.SelectMany(sent => LockPlaces.Faults(sent)
            .Select(fault => $"{fault}:\n{string.Join("\n", sent.Select((text, index) => $"{index}: {text.ReplaceLineEndings(" ")}"))}"));
        Assert.Empty(faults);
    }

    /// <summary>What each takes, in the order that all keep: whoever leaves one out races with the others on this list.</summary>
    [Theory]
    [InlineData("VersionWorkflow.CreateAsync", "Model Head")]
    [InlineData("VersionWorkflow.SealAsync", "Model Version Head")]
    [InlineData("VersionArtifacts.PutAsync", "Version")]
    [InlineData("VersionEvidence.LogMetricsAsync", "Model Version Head")]
    [InlineData("VersionEvidence.PostCheckAsync", "Version Head")]
    [InlineData("AliasWorkflow.SetAsync", "Model Head")]
    [InlineData("AliasWorkflow.DeleteAsync", "Model Head")]
    [InlineData("StageWorkflow.SetAsync", "Model Turn Head")]
    [InlineData("PolicyWorkflow.PublishAsync", "Turn Head")]
    [InlineData("PromotionWorkflow.OpenAsync", "Model Turn Head")]
    [InlineData("PromotionWorkflow.CommentAsync", "Model Turn Head")]
    [InlineData("PromotionWorkflow.TakeBackCommentAsync", "Model Head")]
    [InlineData("PromotionWorkflow.WithdrawAsync", "Model Turn Head")]
    [InlineData("ReviewWorkflow.ReviewAsync", "Model Turn Head")]
    [InlineData("ReviewWorkflow.DismissAsync", "Model Turn Head")]
    [InlineData("RequestDeadlines.ExpireAsync", "Model Turn Head")]
    [InlineData("PostReviews.DecideAsync", "Model Turn Head")]
    [InlineData("RollbackWorkflow.RollBackAsync, taken out", "Model Turn Head")]
    [InlineData("QuarantineWorkflow.SetAsync", "Model Version Turn Head")]
    [InlineData("DatasetQuarantine.SetAsync", "Model Version Turn Head")]
    [InlineData("CardWorkflow.ApproveAsync", "Model Head")]
    [InlineData("QuarantineWorkflow.ReleaseAsync", "Model Version Turn Head")]
    [InlineData("VersionRetirement.UnarchiveAsync", "Model Version Turn Head")]
    [InlineData("ModelRetirement.RestoreAsync", "Model Head")]
    [InlineData("ModelRenames.RenameAsync", "Model Head")]
    [InlineData("MetricDefinitionWorkflow.DefineAsync", "Turn Head")]
    [InlineData("MetricDefinitionWorkflow.ResetAsync", "Turn Head")]
    [InlineData("People.CreateAsync", "Turn Head")]
    [InlineData("People.SetRolesAsync", "Turn Head")]
    public async Task Takes_these_locks(string useCase, string locks)
    {
        await UseCases[useCase](this);

        Assert.Equal(locks, LockPlaces.Order(Server.Transactions.Last(sent => LockPlaces.Order(sent).Length > 0)));
    }

    /// <summary>An alias that is a stage moves as "open" only by the policy that holds when its turn has come.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_open_stage_is_judged_by_the_policy_that_holds_in_its_turn(bool emptied)
    {
        var aliases = emptied ? Sealed<AliasWorkflow>() : IntoAnEmptySlot<AliasWorkflow>();
        Policy(PolicyContent.Open);

        if (emptied)
        {
            await aliases.DeleteAsync("fraud", Production, Everybody, default);
        }
        else
        {
            // What the invented server is asked whether it is there is there, a quarantine too.
            await Refused.ByAsync("version_quarantined", () => aliases.SetAsync("fraud", Production, "1", Everybody, default));
        }

        var sent = Assert.Single(Server.Transactions, sent => sent.Count > 0);
        var turn = sent.FindIndex(text => text.Contains("[Last] = [r].[Last]", StringComparison.Ordinal));
        Assert.InRange(turn, 0, sent.FindLastIndex(text => text.Contains("[PolicyVersions]", StringComparison.Ordinal)) - 1);
        Assert.Empty(LockPlaces.Faults(sent));
    }
}
