using ModelRegistry.Core.Audit;
using static ModelRegistry.Tests.Audit.AuditRows;

namespace ModelRegistry.Tests.Audit;

public sealed class CheckpointComparisonTests
{
    [Fact]
    public void Untouched_chain_agrees_and_says_how_many_events_are_not_covered()
    {
        var lines = Chain(10);
        using var signed = new Signed(lines, 3, 8);

        var result = signed.Verify(lines);

        Assert.Empty(result.Findings);
        Assert.Equal((2, 8L, 2L), (result.CheckpointsChecked, result.LastCheckpointSeq, result.UncoveredEvents));
    }

    [Theory]
    [InlineData(8, "Cut 9-9")]
    [InlineData(7, "Cut 8-9")]
    [InlineData(2, "Cut 3-9")]
    [InlineData(0, "Cut 1-9")]
    public void End_cut_at_or_before_the_last_checkpoint_is_found(int left, string expected)
    {
        var lines = Chain(10);
        using var signed = new Signed(lines, 3, 6, 9);

        var result = signed.Verify(lines.Take(left));

        var finding = Assert.Single(result.Findings);
        Assert.Equal(expected, $"{finding.Problem} {finding.FromSeq}-{finding.ToSeq}");
    }

    [Fact]
    public void End_cut_after_the_last_checkpoint_leaves_no_trace_and_nothing_uncovered()
    {
        var lines = Chain(10);
        using var signed = new Signed(lines, 3, 9);

        var result = signed.Verify(lines.Take(9));

        Assert.True(result.Ok);
        Assert.Equal(0, result.UncoveredEvents);
    }

    [Theory]
    [InlineData(1, "1-3")]
    [InlineData(3, "1-3")]
    [InlineData(4, "4-6")]
    [InlineData(7, "7-9")]
    [InlineData(9, "7-9")]
    public void Chain_rewritten_with_right_hashes_is_found_between_two_checkpoints(int from, string range)
    {
        var lines = Chain(10);
        using var signed = new Signed(lines, 3, 6, 9);
        lines[from - 1] = lines[from - 1] with { Body = Body(from, "other") };
        Rewrite(lines, from - 1);

        var result = signed.Verify(lines);

        Assert.Equal([$"CheckpointMismatch {range}"], Named(result));
        Assert.Equal(3, result.CheckpointsChecked);
    }

    [Fact]
    public void Rewrite_after_the_last_checkpoint_cannot_be_seen_and_counts_as_uncovered()
    {
        var lines = Chain(10);
        using var signed = new Signed(lines, 9);
        lines[9] = Linked(10, Body(10, "other"), lines[9].PreviousHash);

        Assert.Equal((true, 1L), (signed.Verify(lines).Ok, signed.Verify(lines).UncoveredEvents));
    }

    [Fact]
    public void Rewrite_hidden_behind_copied_checkpoint_hashes_is_still_found()
    {
        var lines = Chain(10);
        using var signed = new Signed(lines, 3, 6, 9);
        var signedHash = lines[5].Hash;
        var original = lines[5];
        lines[3] = lines[3] with { Body = Body(4, "other") };
        Rewrite(lines, 3);
        lines[5] = lines[5] with { Hash = signedHash };
        lines.Insert(7, original);

        Assert.Equal(["CheckpointMismatch 4-6", "Edited 6", "Inserted 6"], Named(signed.Verify(lines)).Order());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public void Break_at_the_very_event_of_a_checkpoint_is_named_once(int seq)
    {
        var lines = Chain(10);
        using var signed = new Signed(lines, 3, 6, 9);
        List<AuditLine> Edit(Func<AuditLine, AuditLine> edit) => [.. lines.Select(l => l.Seq == seq ? edit(l) : l)];

        Assert.Equal([$"Edited {seq}"], Named(signed.Verify(Edit(l => l with { Body = Body(seq, "other") }))));
        Assert.Equal([$"Edited {seq}"], Named(signed.Verify(Edit(l => l with { Hash = new string('a', 64) }))));
        Assert.Equal([$"Edited {seq}"], Named(signed.Verify(Edit(l => l with { PreviousHash = new string('a', 64) }))));
        Assert.Equal([$"Edited {seq}"], Named(signed.Verify(Edit(l => Linked(seq, Body(seq, "other"), l.PreviousHash)))));
        Assert.Equal([$"Deleted {seq}"], Named(signed.Verify(lines.Where(l => l.Seq != seq))));
    }

    [Fact]
    public void Checkpoint_that_was_changed_or_signed_by_another_key_is_named_and_not_used()
    {
        var lines = Chain(10);
        using var signed = new Signed(lines, 3, 6, 9);
        var good = signed.Checkpoints;
        using var other = new Signed(lines, 6);

        foreach (var bad in new[]
        {
            good[1] with { Hash = new string('a', 64) },
            good[1] with { At = good[1].At.AddMilliseconds(1) },
            good[1] with { Signature = "no base64" },
            good[1] with { Signature = "" },
            good[1] with { Signature = Convert.ToBase64String(new byte[200]) },
            other.Checkpoints[0],
        })
        {
            var result = signed.Verify(lines, good[0], bad, good[2]);

            Assert.Equal(["BadCheckpoint 6"], Named(result));
            Assert.Equal((2, 9L), (result.CheckpointsChecked, result.LastCheckpointSeq));
        }
    }

    [Fact]
    public void Checkpoints_in_any_order_and_twice_are_compared()
    {
        var lines = Chain(10);
        using var signed = new Signed(lines, 3, 6, 9);

        var result = signed.Verify(lines, signed.Checkpoints[2], signed.Checkpoints[0], signed.Checkpoints[0]);

        Assert.Equal((true, 3, 9L), (result.Ok, result.CheckpointsChecked, result.LastCheckpointSeq));
    }
}
