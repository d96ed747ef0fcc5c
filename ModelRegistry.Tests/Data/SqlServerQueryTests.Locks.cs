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
