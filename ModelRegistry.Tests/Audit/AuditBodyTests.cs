using System.Text;
using System.Text.Json;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Audit;

public sealed class AuditBodyTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 14, 11, 0, 0, 7, TimeSpan.FromHours(2));

    private static readonly ModelRef Churn = new(AuditRows.ModelId, "churn");

    public static TheoryData<string> HostileTexts =>
    [
        "a\r\n{\"actor\":\"admin\"}",
        "\u001b[31mred\u001b[0m",
        "a\u2028b\u2029c\u0085d\0",
        "\"quotes\" and \\ and </script>",
        "é 😀 \u202Eevil",
        new string('x', 1 << 20),
    ];

    [Fact]
    public void Members_stand_in_the_order_of_the_design()
    {
        var body = AuditBody.Write(
            7, At, new AuditActor("u1", "Reviewer", "t9"), "api", new TestHappened(Churn, 3, new { Version = 2 }, new { Version = 3 }, "better"));

        Assert.Equal(
            """{"seq":7,"at":"2026-03-14T09:00:00.007Z","actor":{"id":"u1","name":"Reviewer","token":"t9"},"door":"api","action":"test.happened","modelId":"0197f3a0-0000-7000-8000-000000000001","model":"churn","version":3,"before":{"version":2},"after":{"version":3},"reason":"better"}""",
            body);
    }

    [Fact]
    public void Only_the_token_is_left_out_when_there_is_none()
    {
        var body = AuditBody.Write(1, At, new AuditActor("system", "Registry"), "job", new TestChanged());

        Assert.Equal(
            """{"seq":1,"at":"2026-03-14T09:00:00.007Z","actor":{"id":"system","name":"Registry"},"door":"job","action":"test.changed","modelId":null,"model":null,"version":null,"before":null,"after":null,"reason":null}""",
            body);
    }

    [Fact]
    public void Numbers_that_json_does_not_know_are_strings()
    {
        var body = AuditBody.Write(1, At, new AuditActor("u1", "Reviewer"), "api", new TestHappened(
            Churn, 1, double.NaN, new { High = double.PositiveInfinity, Low = double.NegativeInfinity }, null));

        Assert.Contains("""
            "before":"NaN","after":{"high":"Infinity","low":"-Infinity"}
            """, body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Hostile_text_stays_one_line_and_comes_back_as_it_was(string text)
    {
        var body = AuditBody.Write(1, At, new AuditActor(text, text, text), "api", new TestHappened(
            new(AuditRows.ModelId, text), 1, new Dictionary<string, string> { [text] = text }, new { Value = text }, text));
        var export = AuditRows.Export([AuditRows.Linked(1, body, AuditChain.FirstPreviousHash)]);

        Assert.DoesNotContain(body, char.IsControl);
        Assert.DoesNotContain(body, c => c is '\u2028' or '\u2029');
        Assert.Equal(export.Length - 1, export.AsSpan().IndexOf((byte)'\n'));
        Assert.True(AuditRows.VerifyExport(export).Ok);
        Assert.Equal(body, JsonDocument.Parse(export).RootElement.GetProperty("body").GetString());
        var read = AuditBody.Read(body);
        Assert.Equal((new AuditActor(text, text, text), text, text), (read.Actor, read.Model, read.Reason));
        Assert.Equal(text, read.Before!.Value.GetProperty(text).GetString());
    }

    [Theory]
    [InlineData("\ud800")]
    [InlineData("a\udc00b")]
    public void Half_a_surrogate_pair_becomes_the_replacement_character(string text)
    {
        var body = AuditBody.Write(1, At, new AuditActor("u1", text), "api", new TestHappened(new(AuditRows.ModelId, text), 1, new { text }, null, text));

        Assert.Equal(text.Replace('\ud800', '\uFFFD').Replace('\udc00', '\uFFFD'), AuditBody.Read(body).Reason);
        Assert.True(AuditRows.Verify([AuditRows.Linked(1, body, AuditChain.FirstPreviousHash)]).Ok);
    }

    [Fact]
    public void Body_reads_back_as_what_was_written()
    {
        var read = AuditBody.Read(AuditRows.Body(7));

        Assert.Equal((7, AuditRows.Start.AddSeconds(7), "api", "slot.moved", "churn", 3, "better"), (
            read.Seq, read.At, read.Door, read.Action, read.Model, read.Version, read.Reason));
        Assert.Equal(new AuditActor("u1", "Reviewer"), read.Actor);
        Assert.Equal((2, 3), (read.Before!.Value.GetProperty("version").GetInt32(), read.After!.Value.GetProperty("version").GetInt32()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"seq\":1")]
    [InlineData("{\"seq\":\"x\",\"at\":1}")]
    [InlineData("\ud800")]
    public void Text_that_is_no_body_is_refused(string text)
    {
        Assert.False(AuditBody.TryRead(text, out _));
        Assert.Equal("audit_body_unreadable", Assert.Throws<RegistryException>(() => AuditBody.Read(text)).Code);
    }

    [Fact]
    public void Event_without_actor_or_through_no_known_door_is_not_written()
    {
        var fact = new TestChanged();

        Assert.Throws<ArgumentException>(() => AuditBody.Write(1, At, new AuditActor(" ", "Reviewer"), "api", fact));
        Assert.Throws<ArgumentException>(() => AuditBody.Write(1, At, new AuditActor("u1", "Reviewer"), "window", fact));
        Assert.Throws<ArgumentOutOfRangeException>(() => AuditBody.Write(0, At, new AuditActor("u1", "Reviewer"), "api", fact));
    }

    [Theory]
    [InlineData("{\"seq\":12,\"at\":1}", 12)]
    [InlineData("{ \"seq\":12,\"at\":1}", 0)]
    [InlineData("{\"seq\":12.0,\"at\":1}", 0)]
    [InlineData("{\"seq\":12", 0)]
    [InlineData("", 0)]
    public void Number_is_read_from_the_written_form_only(string body, long seq) =>
        Assert.Equal(seq, AuditBody.SeqOf(Encoding.UTF8.GetBytes(body)));
}
