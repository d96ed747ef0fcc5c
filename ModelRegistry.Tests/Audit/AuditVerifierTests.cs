using ModelRegistry.Core.Audit;
using static ModelRegistry.Tests.Audit.AuditRows;

namespace ModelRegistry.Tests.Audit;

/// <summary>
/// Rows that were edited where they stand, each at the first, a middle and the last of ten; all findings, not only the first, are compared.
/// </summary>
public sealed class AuditVerifierTests
{
    private const int Count = 10;

    public static TheoryData<int> Places => [1, 5, Count];

    public static TheoryData<int> PlacesWithSuccessor => [1, 5, Count - 1];

    [Fact]
    public void Untouched_chain_holds()
    {
        var lines = Chain(Count);

        var result = Verify(lines);

        Assert.Empty(result.Findings);
        Assert.Equal((true, Count, Count, lines[^1].Hash, 0, null, Count), (
            result.Ok, result.Events, result.HeadSeq, result.HeadHash, result.CheckpointsChecked, result.LastCheckpointSeq, result.UncoveredEvents));
    }

    [Fact]
    public void Empty_chain_holds()
    {
        var result = Verify([]);

        Assert.True(result.Ok);
        Assert.Equal((0, 0, AuditChain.FirstPreviousHash), (result.Events, result.HeadSeq, result.HeadHash));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Edited_body_is_named(int seq)
    {
        string[] edits = ["\"version\":3|\"version\":9", "\"seq\":|\"seq\": ", "\"version\":3|\"version\":3.0", "09:00|10:00", "Reviewer|reviewer",
            "Z\"|+00:00\""];
        foreach (var edit in edits.Select(e => e.Split('|')))
        {
            var lines = Chain(Count);
            lines[seq - 1] = lines[seq - 1] with { Body = lines[seq - 1].Body.Replace(edit[0], edit[1], StringComparison.Ordinal) };

            Assert.Equal([$"Edited {seq}"], Named(Verify(lines)));
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Number_edited_in_the_body_is_named(int seq)
    {
        var lines = Chain(Count);
        lines[seq - 1] = lines[seq - 1] with { Body = Body(77) };

        Assert.Equal([$"Edited {seq}"], Named(Verify(lines)));
    }

    [Theory]
    [MemberData(nameof(PlacesWithSuccessor))]
    public void Edited_body_with_its_hash_made_anew_is_named(int seq)
    {
        var lines = Chain(Count);
        lines[seq - 1] = Linked(seq, Body(seq, "other"), lines[seq - 1].PreviousHash);

        Assert.Equal([$"Edited {seq}"], Named(Verify(lines)));
    }

    [Theory]
    [MemberData(nameof(PlacesWithSuccessor))]
    public void Edited_number_in_the_body_with_its_hash_made_anew_is_named(int seq)
    {
        var lines = Chain(Count);
        lines[seq - 1] = Linked(seq, Body(77), lines[seq - 1].PreviousHash);

        Assert.Equal([$"Edited {seq}"], Named(Verify(lines)));
    }

    [Fact]
    public void Edited_last_body_with_its_hash_made_anew_is_found_by_a_checkpoint_only()
    {
        var lines = Chain(Count);
        using var signed = new Signed(lines, 6, 10);
        lines[^1] = Linked(Count, Body(Count, "other"), lines[^1].PreviousHash);

        Assert.Empty(Named(Verify(lines)));
        Assert.Equal(["CheckpointMismatch 7-10"], Named(signed.Verify(lines)));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Edited_hash_is_named(int seq)
    {
        foreach (var hash in new[] { new string('a', 64), "", "short", new string('é', 64) })
        {
            var lines = Chain(Count);
            lines[seq - 1] = lines[seq - 1] with { Hash = hash };

            Assert.Equal([$"Edited {seq}"], Named(Verify(lines)));
        }

        var upper = Chain(Count);
        upper[seq - 1] = upper[seq - 1] with { Hash = upper[seq - 1].Hash.ToUpperInvariant() };
        Assert.Equal([$"Edited {seq}"], Named(Verify(upper)));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Edited_previous_hash_is_named(int seq)
    {
        foreach (var hash in new[] { new string('a', 64), "", "short", new string('é', 64) })
        {
            var lines = Chain(Count);
            lines[seq - 1] = lines[seq - 1] with { PreviousHash = hash };

            Assert.Equal([$"Edited {seq}"], Named(Verify(lines)));
        }
    }

    [Theory]
    [MemberData(nameof(PlacesWithSuccessor))]
    public void Edited_body_and_hash_are_one_finding(int seq)
    {
        var lines = Chain(Count);
        lines[seq - 1] = lines[seq - 1] with { Body = Body(seq, "other"), Hash = new string('a', 64) };

        Assert.Equal([$"Edited {seq}"], Named(Verify(lines)));
    }

    [Fact]
    public void Chain_that_does_not_begin_with_zeros_is_named_at_its_first_event()
    {
        var lines = Chain(Count);
        lines[0] = Linked(1, lines[0].Body, new string('1', 64));
        Rewrite(lines, 1);

        Assert.Equal(["Edited 1"], Named(Verify(lines)));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Edited_number_column_is_named_whether_or_not_rows_are_sorted_by_it(int seq)
    {
        var asWritten = Chain(Count);
        asWritten[seq - 1] = asWritten[seq - 1] with { Seq = 5000 };
        var sorted = asWritten.OrderBy(line => line.Seq);

        Assert.Equal(["Edited 5000"], Named(Verify(asWritten)));
        Assert.Equal([seq == Count ? "Edited 5000" : $"Reordered {seq}"], Named(Verify(sorted)));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Columns_that_differ_from_the_body_are_named(int seq)
    {
        var verifier = new AuditVerifier();
        Chain(Count).ForEach(line => verifier.Add(line, columnsAgree: line.Seq != seq));

        Assert.Equal([$"Edited {seq}"], Named(verifier.Complete()));
    }
}
