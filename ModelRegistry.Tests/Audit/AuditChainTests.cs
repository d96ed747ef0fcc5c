using ModelRegistry.Core.Audit;

namespace ModelRegistry.Tests.Audit;

public sealed class AuditChainTests
{
    // Hashes computed with Python's hashlib from the texts below.
    private static readonly (string Body, string Hash)[] Golden =
    [
        ("""{"seq":1,"at":"2026-03-14T09:00:00.000Z","actor":{"id":"u1","name":"Reviewer"},"door":"browser","action":"model.created","model":"churn","version":null,"before":null,"after":{"description":"café 😀"},"reason":null}""",
            "3a553a51599d45fa086d7e1354b97872901c6ececc0e29a9d27cfa79ba01004d"),
        ("""{"seq":2,"at":"2026-03-14T09:00:00.001Z","actor":{"id":"u2","name":"Operator","token":"t7"},"door":"api","action":"slot.moved","model":"churn","version":3,"before":{"version":2},"after":{"version":3,"loss":"NaN"},"reason":"two\nlines"}""",
            "4a89cae86a9eb5bcdefe0b05d151283be34e1bde7518a0d3a18c2ea4ab6f949a"),
        ("""{"seq":3,"at":"2026-03-14T09:00:00.001Z","actor":{"id":"system","name":"Registry"},"door":"job","action":"version.failed","model":"churn","version":4,"before":null,"after":null,"reason":null}""",
            "6169742a5a57f901230ad41f90307d40e154f5ce8749ee8a056388b86e9bbfff"),
    ];

    [Fact]
    public void Golden_bodies_have_the_golden_hashes()
    {
        var previous = AuditChain.FirstPreviousHash;
        foreach (var (body, hash) in Golden)
        {
            Assert.Equal(hash, AuditChain.HashOf(previous, body));
            previous = hash;
        }
    }

    [Fact]
    public void Golden_chain_holds_by_line_and_by_export()
    {
        var lines = Golden.Select((g, i) => new AuditLine(i + 1, g.Body, i == 0 ? new string('0', 64) : Golden[i - 1].Hash, g.Hash));

        var result = AuditRows.Verify(lines);

        Assert.Empty(result.Findings);
        Assert.Equal((3, Golden[2].Hash), (result.HeadSeq, result.HeadHash));
    }

    [Fact]
    public void Golden_checkpoint_of_another_program_verifies_with_its_public_key()
    {
        using var key = CheckpointKey.FromPem(
            """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEA4vnVc0PTi0YH1lsb/6Xka75IXs7
            GUzHx3ttrkwOuNhWDQzYmfMDJPJ+ZR9f3dvFpiMIWbJRA9TNDocoGTDRJQ==
            -----END PUBLIC KEY-----
            """);
        var golden = new Checkpoint(
            3,
            Golden[2].Hash,
            new DateTimeOffset(2026, 3, 14, 10, 0, 0, TimeSpan.Zero),
            "ZmVCXj08cyEbPxL5E5JjQDYLvTHGLQTXPruS9wUIrQ/KBsIbK9i3MIrD+ppxGcqAgQzzGvOW2brmSj/4Pbqsnw==");

        Assert.True(key.Verifies(golden));
        Assert.True(key.Verifies(golden with { At = golden.At.ToOffset(TimeSpan.FromHours(2)) }));
        Assert.False(key.Verifies(golden with { Seq = 2 }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("é😀\u2028\0")]
    public void Hash_equals_that_of_an_independent_few_lines(string body) =>
        Assert.Equal(AuditRows.Hash(Golden[0].Hash, body), AuditChain.HashOf(Golden[0].Hash, body));
}
