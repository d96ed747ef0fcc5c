using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Audit;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Tests.Components;

/// <summary>A list of events tells acts, and folds what each caused; nothing is lost by it.</summary>
public sealed class ActivityLineTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_transaction_is_one_line_under_what_was_done_first()
    {
        var lines = ActivityLine.Of([Event<Core.Slots.SlotMoved>(3), Event<Core.Promotions.RequestExecuted>(2), Event<Core.Promotions.RequestReviewed>(1)]);

        var line = Assert.Single(lines);
        Assert.Equal((1, 3, 2), (line.Act.Seq, line.Outcome!.Seq, Assert.Single(line.Folded).Seq));
    }

    [Theory]
    [InlineData(4, 0, "ann", "api")] // another event between them
    [InlineData(3, 1, "ann", "api")]
    [InlineData(3, 0, "bob", "api")]
    [InlineData(3, 0, "ann", "browser")]
    public void What_another_did_or_at_another_time_stands_by_itself(long seq, int seconds, string actor, string door) => Assert.Equal([seq, 2],
        ActivityLine.Of([Event<Core.Slots.SlotMoved>(seq, seconds, actor, door), Event<Core.Promotions.RequestReviewed>(2)]).Select(line => line.Act.Seq));

    [Fact]
    public void Two_transactions_of_one_instant_are_two_lines() => Assert.Equal(2,
        ActivityLine.Of([Event<Core.Models.ModelCreated>(2) with { Begins = true }, Event<Core.Models.ModelCreated>(1) with { Begins = true }]).Count);

    [Fact]
    public void Begun_measured_and_sealed_is_one_registration()
    {
        var line = Assert.Single(ActivityLine.Of(
            [Event<Core.Versions.VersionSealed>(9, 40), Event<Core.Versions.MetricsLogged>(6, 20), Event<Core.Versions.VersionCreated>(2)]));

        Assert.Equal(9, line.Act.Seq);
        Assert.Equal([2, 6], line.Folded.Select(entry => entry.Seq));
        Assert.Null(line.Outcome);
    }

    [Fact]
    public void The_steps_of_another_version_are_no_part_of_it() => Assert.Equal(2,
        ActivityLine.Of([Event<Core.Versions.VersionSealed>(9, 40), Event<Core.Versions.VersionCreated>(2) with { Version = 7 }]).Count);

    [Fact]
    public void Verified_to_ask_for_a_promotion_is_a_part_of_asking()
    {
        var damaged = Event<Core.Versions.VersionVerified>(4);
        var found = (Core.Versions.VersionVerified)damaged.Event!;
        var verified = damaged with { Event = found with { After = found.After with { Ok = true } } };
        Assert.Equal(5, Assert.Single(ActivityLine.Of([Event<Core.Promotions.RequestOpened>(5, 2), verified])).Act.Seq);
        Assert.Equal(2, ActivityLine.Of([Event<Core.Promotions.RequestOpened>(5, 200), verified]).Count);
        Assert.Equal(2, ActivityLine.Of([Event<Core.Promotions.RequestOpened>(5, 2), damaged]).Count);
    }

    [Fact]
    public void Every_event_is_in_exactly_one_line()
    {
        var entries = EventSamples.All.Select((sample, i) => Entry(sample, EventSamples.All.Count - i, i / 3, "ann", "api")).ToList();

        var told = ActivityLine.Of(entries).SelectMany(line => line.Caused.Prepend(line.Act)).Select(entry => entry.Seq).ToList();

        Assert.Equal(entries.Select(entry => entry.Seq).Order(), told.Order());
    }

    private static AuditEntry Event<TEvent>(long seq, int seconds = 0, string actor = "ann", string door = "api")
        where TEvent : RegistryEvent => Entry(EventSamples.All.OfType<TEvent>().First(), seq, seconds, actor, door);

    private static AuditEntry Entry(RegistryEvent happened, long seq, int seconds, string actor, string door) =>
        new(seq, At.AddSeconds(seconds), actor, door, EventKind.Of(happened).Name, "fraud", 9, null, null, null, "") { Event = happened };
}
