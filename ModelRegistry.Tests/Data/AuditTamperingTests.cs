using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Tests.Audit;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>
/// Somebody with the database's file: drops the trigger and changes rows by SQL. The verification on the server and the one of
/// an export, which needs neither database nor network, both name what was done.
/// </summary>
public sealed class AuditTamperingTests : IAsyncLifetime
{
    private const string Why = "it changes rows in the dialect of that database.";

    private const int Models = 12;

    private TestRegistry _registry = null!;
    private Actor _admin = null!;
    private long _head;

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _admin = await _registry.PersonAsync("admin", Roles.Admin, Roles.DataScientist);
        for (var i = 0; i < Models; i++)
        {
            await _registry.AModelAsync(_admin, $"model {i}");
        }

        await _registry.Get<AuditCheckpoints>().CoverLatestAsync(default);
        await using var db = _registry.OpenDatabase();
        _head = await db.AuditEvents.MaxAsync(audit => audit.Seq);
        await db.Database.ExecuteSqlRawAsync("DROP TRIGGER AuditEvents_AppendOnly_Update; DROP TRIGGER AuditEvents_AppendOnly_Delete;");
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [SqliteFact(Why)]
    public Task An_untouched_chain_holds() => FindsAsync();

    [SqliteFact(Why)]
    public async Task An_edited_body_is_named()
    {
        await SqlAsync("UPDATE AuditEvents SET Body = replace(Body, 'model 3', 'model X') WHERE Seq = 5");

        await FindsAsync("Edited 5");
    }

    [SqliteFact(Why)]
    public async Task An_edited_hash_is_named()
    {
        await SqlAsync("UPDATE AuditEvents SET Hash = PreviousHash WHERE Seq = 5");

        await FindsAsync("Edited 5");
    }

    [SqliteFact(Why)]
    public async Task A_deleted_event_is_named()
    {
        await SqlAsync("DELETE FROM AuditEvents WHERE Seq IN (4, 5, 9)");

        await FindsAsync("Deleted 4-5", "Deleted 9");
    }

    [SqliteFact(Why)]
    public async Task An_inserted_event_is_named()
    {
        // Room is made for it by moving the later events up, as a forger would.
        await SqlAsync("UPDATE AuditEvents SET Seq = -(Seq + 1) WHERE Seq > 5");
        await SqlAsync("UPDATE AuditEvents SET Seq = -Seq WHERE Seq < 0");
        await SqlAsync("INSERT INTO AuditEvents (Seq, Body, PreviousHash, Hash, At, ActorId, ActorName, Door, Action, ModelId, Model, Version) SELECT 6, "
            + "Body, PreviousHash, Hash, At, ActorId, ActorName, Door, Action, ModelId, Model, Version FROM AuditEvents WHERE Seq = 3");

        Assert.Contains("Inserted 6", await NamedOnlineAsync());
        Assert.Contains("Inserted 6", await NamedInExportAsync());
    }

    [SqliteFact(Why)]
    public async Task Swapped_events_are_named()
    {
        await SqlAsync("UPDATE AuditEvents SET Seq = 1000 WHERE Seq = 5");
        await SqlAsync("UPDATE AuditEvents SET Seq = 5 WHERE Seq = 6");
        await SqlAsync("UPDATE AuditEvents SET Seq = 6 WHERE Seq = 1000");

        var online = await NamedOnlineAsync();
        Assert.NotEmpty(online);
        Assert.All(online, finding => Assert.Matches("^Reordered (5|6|5-6)$", finding));
        Assert.Equal(online, await NamedInExportAsync());
    }

    [SqliteFact(Why)]
    public async Task A_column_that_is_filtered_by_must_say_what_the_body_says()
    {
        foreach (var (column, value) in new[] { ("ActorName", "'nobody'"), ("Action", "'model.edited'"), ("ModelId", "NULL"), ("Model", "'other'"), ("At", "0"),
            ("ActorId", "NULL"), ("Version", "7"), ("Door", "'api2'") })
        {
            await SqlAsync($"CREATE TABLE Kept AS SELECT {column} AS Value FROM AuditEvents WHERE Seq = 5");
            await SqlAsync($"UPDATE AuditEvents SET {column} = {value} WHERE Seq = 5");

            Assert.Equal((column, "Edited 5"), (column, Assert.Single(await NamedOnlineAsync())));

            await SqlAsync($"UPDATE AuditEvents SET {column} = (SELECT Value FROM Kept) WHERE Seq = 5");
            await SqlAsync("DROP TABLE Kept");
        }

        await FindsAsync();
    }

    [SqliteTheory(Why)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_cut_before_the_last_checkpoint_is_found_also_when_the_head_is_cut_with_it(int before)
    {
        var last = _head - 1 - before;
        await SqlAsync($"DELETE FROM AuditEvents WHERE Seq > {last}");
        await SqlAsync($"UPDATE AuditHead SET Seq = {last}, Hash = (SELECT Hash FROM AuditEvents WHERE Seq = {last})");

        Assert.Contains(await NamedOnlineAsync(), finding => finding.StartsWith("Cut", StringComparison.Ordinal));
        Assert.Contains(await NamedInExportAsync(), finding => finding.StartsWith("Cut", StringComparison.Ordinal));
    }

    [SqliteFact(Why)]
    public async Task A_chain_rewritten_from_the_start_disagrees_with_the_checkpoint()
    {
        await RewriteAsync();

        Assert.Contains(await NamedOnlineAsync(), finding => finding.StartsWith("CheckpointMismatch", StringComparison.Ordinal));
        Assert.Contains(await NamedInExportAsync(), finding => finding.StartsWith("CheckpointMismatch", StringComparison.Ordinal));
    }

    [SqliteFact(Why)]
    public async Task The_events_that_no_checkpoint_covers_are_counted()
    {
        await _registry.AModelAsync(_admin, "later");

        var result = await _registry.VerifyAuditAsync(_admin);

        Assert.Equal((true, 1L), (result.Ok, result.UncoveredEvents));
    }

    /// <summary>Every event with another person in it and right hashes, as somebody with the source code could do.</summary>
    private async Task RewriteAsync()
    {
        await using var db = _registry.OpenDatabase();
        var previous = new string('0', 64);
        foreach (var row in await db.AuditEvents.AsNoTracking().OrderBy(audit => audit.Seq).ToListAsync())
        {
            var body = row.Body.Replace("admin@example.test", "other@example.test", StringComparison.Ordinal);
            var hash = AuditRows.Hash(previous, body);
            await db.Database.ExecuteSqlAsync($"""
                UPDATE AuditEvents SET Body = {body}, PreviousHash = {previous}, Hash = {hash}, ActorName = replace(ActorName, 'admin@', 'other@')
                WHERE Seq = {row.Seq}
                """);
            previous = hash;
        }
    }

    private async Task SqlAsync(string sql)
    {
        await using var db = _registry.OpenDatabase();
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    private async Task FindsAsync(params string[] findings)
    {
        Assert.Equal(findings, await NamedOnlineAsync());
        Assert.Equal(findings, await NamedInExportAsync());
    }

    private async Task<string[]> NamedOnlineAsync() => AuditRows.Named(await _registry.VerifyAuditAsync(_admin));

    private async Task<string[]> NamedInExportAsync()
    {
        using var export = new MemoryStream();
        await _registry.Get<AuditQueries>().CopyAsync(export, _admin, default);
        using var key = new CheckpointKeys(_registry.Get<AuditCheckpoints>().PublicKeyPem, []);
        return AuditRows.Named(AuditRows.VerifyExport(export.ToArray(), await _registry.Get<CheckpointFile>().ReadAsync(default), key));
    }
}
