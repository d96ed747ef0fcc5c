using ModelRegistry.Core.Audit;
using static ModelRegistry.Tests.Audit.AuditRows;

namespace ModelRegistry.Tests.Audit;

/// <summary>Every attack at the first, a middle and the last of ten rows; all findings, not only the first, are compared.</summary>
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

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(5, 5)]
    [InlineData(4, 7)]
    [InlineData(9, 9)]
    public void Deleted_rows_are_named(int from, int to)
    {
        var lines = Chain(Count);
        lines.RemoveRange(from - 1, to - from + 1);

        var result = Verify(lines);

        Assert.Equal([from == to ? $"Deleted {from}" : $"Deleted {from}-{to}"], Named(result));
        Assert.Equal(lines.Count, result.Events);
    }

    [Fact]
    public void Deletion_with_the_later_numbers_moved_up_names_both()
    {
        var lines = Chain(Count);
        lines.RemoveAt(4);
        var renumbered = lines.Select((line, i) => line with { Seq = i + 1 });

        Assert.Equal(["Deleted 5", "Edited 5-9"], Named(Verify(renumbered)).Order());
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Row_forged_before_or_after_the_real_one_is_named(int seq)
    {
        foreach (var forged in Forgeries(seq))
        {
            foreach (var offset in new[] { -1, 0 })
            {
                var lines = Chain(Count);
                lines.Insert(seq + offset, forged);

                Assert.Equal([$"Inserted {seq}"], Named(Verify(lines)));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Row_forged_with_the_later_numbers_moved_down_names_both(int seq)
    {
        var lines = Chain(Count);
        lines.Insert(seq - 1, Linked(seq, Body(seq, "other"), lines[seq - 1].PreviousHash));
        var renumbered = lines.Select((line, i) => line with { Seq = i + 1 });

        Assert.Equal([$"Inserted {seq}", $"Edited {seq + 1}-11"], Named(Verify(renumbered)));
    }

    [Fact]
    public void Forged_rows_with_a_chain_of_their_own_are_named_as_a_range()
    {
        var lines = Chain(Count);
        var forged = Chain(4);
        for (var i = 4; i < 7; i++)
        {
            forged.Add(lines[i] with { Body = Body(i + 1, "other") });
        }

        forged[3] = lines[3];
        Rewrite(forged, 4);
        lines.InsertRange(4, forged[4..]);

        Assert.Equal(["Inserted 5-7"], Named(Verify(lines)));
    }

    [Fact]
    public void Row_forged_with_a_far_number_is_named_by_it()
    {
        var lines = Chain(Count);
        lines.Insert(4, Linked(5000, Body(5000, "other"), new string('a', 64)));

        Assert.Equal(["Inserted 5000"], Named(Verify(lines)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Row_with_an_impossible_number_is_named(long seq)
    {
        var lines = Chain(Count);
        lines.Insert(4, new AuditLine(seq, "{}", new string('a', 64), Hash(new string('a', 64), "{}")));

        Assert.Equal([$"Inserted {seq}"], Named(Verify(lines)));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Duplicated_row_is_named_wherever_it_stands(int seq)
    {
        foreach (var place in new[] { 0, 3, seq, Count })
        {
            var lines = Chain(Count);
            lines.Insert(place, lines[seq - 1]);

            Assert.Equal([$"Inserted {seq}"], Named(Verify(lines)));
        }
    }

    [Fact]
    public void Duplicated_row_under_a_new_number_is_named_by_that_number()
    {
        var lines = Chain(Count);
        lines.Add(lines[4] with { Seq = 11 });

        Assert.Equal(["Inserted 11"], Named(Verify(lines)));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(5, 6)]
    [InlineData(9, 10)]
    [InlineData(4, 6)]
    [InlineData(1, 10)]
    [InlineData(3, 8)]
    public void Swapped_rows_are_named_and_nothing_between(int a, int b)
    {
        var lines = Chain(Count);
        (lines[a - 1], lines[b - 1]) = (lines[b - 1], lines[a - 1]);
        var numbersSwapped = Chain(Count).Select(line => line with { Seq = line.Seq == a ? b : line.Seq == b ? a : line.Seq });

        string[] expected = b == a + 1 ? [$"Reordered {a}-{b}"] : [$"Reordered {a}", $"Reordered {b}"];
        Assert.Equal(expected, Named(Verify(lines)));
        Assert.Equal(expected, Named(Verify(numbersSwapped.OrderBy(line => line.Seq))));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 10)]
    [InlineData(4, 7)]
    [InlineData(9, 10)]
    public void Swapped_bodies_are_named(int a, int b)
    {
        var lines = Chain(Count);
        var (first, second) = (lines[a - 1].Body, lines[b - 1].Body);
        lines[a - 1] = lines[a - 1] with { Body = second };
        lines[b - 1] = lines[b - 1] with { Body = first };

        Assert.Equal(b == a + 1 ? [$"Edited {a}-{b}"] : [$"Edited {a}", $"Edited {b}"], Named(Verify(lines)));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(5, 8)]
    [InlineData(2, 10)]
    [InlineData(10, 1)]
    [InlineData(8, 3)]
    public void Moved_row_is_named_and_nothing_that_it_passed(int seq, int to)
    {
        var lines = Chain(Count);
        var row = lines[seq - 1];
        lines.RemoveAt(seq - 1);
        lines.Insert(to - 1, row);

        Assert.Equal([$"Reordered {seq}"], Named(Verify(lines)));
    }

    [Fact]
    public void Independent_breaks_are_all_named_and_none_twice()
    {
        var lines = Chain(40);
        var copy = lines[34];
        lines[2] = lines[2] with { Body = Body(3, "other") };
        lines[7] = Linked(8, Body(8, "other"), lines[7].PreviousHash);
        lines[11] = lines[11] with { PreviousHash = new string('b', 64) };
        (lines[19], lines[24]) = (lines[24], lines[19]);
        lines.Insert(35, copy);
        lines.RemoveRange(28, 2);

        Assert.Equal(
            ["Edited 3", "Edited 8", "Edited 12", "Reordered 20", "Reordered 25", "Deleted 29-30", "Inserted 35"],
            Named(Verify(lines)));
    }

    [Fact]
    public void Five_thousand_separate_breaks_are_all_named()
    {
        var lines = Chain(20_000);
        for (var i = 1; i < lines.Count; i += 4)
        {
            lines[i] = Linked(i + 1, Body(i + 1, "other"), lines[i].PreviousHash);
        }

        var result = Verify(lines);

        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"Edited {(4 * i) + 2}"), Named(result));
        Assert.Equal((20_000, 20_000), (result.Events, result.HeadSeq));
    }

    [Fact]
    public void Reversed_rows_end_in_one_finding_and_not_in_thousands()
    {
        var lines = Chain(500);
        lines.Reverse();

        Assert.All(Verify(lines).Findings, finding => Assert.Equal(AuditProblem.Reordered, finding.Problem));
        Assert.InRange(Verify(lines).Findings.Count, 1, 2);
    }

    private static IEnumerable<AuditLine> Forgeries(int seq)
    {
        var real = Chain(Count)[seq - 1];
        yield return Linked(seq, Body(seq, "other"), new string('a', 64));
        yield return new AuditLine(seq, Body(seq, "other"), new string('a', 64), new string('b', 64));
        if (seq < Count)
        {
            yield return Linked(seq, Body(seq, "other"), real.PreviousHash);
            yield return Linked(seq, Body(seq, "other"), real.Hash);
            yield return new AuditLine(seq, Body(seq, "other"), real.PreviousHash, new string('b', 64));
        }
    }
}
