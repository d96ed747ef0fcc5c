using ModelRegistry.Core.Audit;
using static ModelRegistry.Tests.Audit.AuditRows;

namespace ModelRegistry.Tests.Audit;

/// <summary>Rows that were deleted, inserted, moved or several of it; all findings, not only the first, are compared.</summary>
public sealed class AuditVerifierOrderTests
{
    private const int Count = 10;

    public static TheoryData<int> Places => [1, 5, Count];

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
