using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Data.Sqlite;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Versions;

/// <summary>What the audit trail hears of files, and a file that comes while its version is being sealed.</summary>
public sealed class SealRaceTests : IAsyncLifetime
{
    private const string Why = "it steps between two statements of that database.";

    private readonly Between _between = new();
    private TestRegistry _registry = null!;
    private Actor _scientist = null!;
    private Actor _owner = null!;

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync(change: services =>
            services.ConfigureDbContext<SqliteRegistryDbContext>(options => options.AddInterceptors(_between)));
        _scientist = await _registry.PersonAsync("scientist", Roles.DataScientist);
        _owner = await _registry.PersonAsync("owner", Roles.DataScientist);
        await _registry.AModelAsync(_owner);
        await _registry.APendingVersionAsync(_scientist);
        await _registry.AFileAsync(_scientist, "fraud", "1", "a", "one");
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [SqliteFact(Why)]
    public async Task The_files_of_a_version_make_one_event_at_the_seal()
    {
        await _registry.AFileAsync(_owner, "fraud", "1", "b", "twelve bytes");
        await _registry.AFileAsync(_owner, "fraud", "1", "b", "six more");

        var version = await SealAsync();

        await using var db = _registry.OpenDatabase();
        var events = await db.AuditEvents.Where(audit => audit.Version == 1).OrderBy(audit => audit.Seq).ToListAsync();
        Assert.Equal(["version.created", "version.sealed"], events.Select(audit => audit.Action));
        var after = AuditBody.Read(events[1].Body).After!.Value;
        Assert.Equal((version.Digest, 2, 11), (after.GetProperty("digest").GetString(), after.GetProperty("files").GetInt32(), after.GetProperty("bytes")
            .GetInt32()));
        Assert.Equal([_owner.Name, _scientist.Name], after.GetProperty("uploaders").EnumerateArray().Select(name => name.GetString()!));
    }

    [SqliteTheory(Why)]
    [InlineData("a", "two")] // the same name, the same length, the same instant
    [InlineData("b", "two")]
    public async Task A_file_that_comes_while_the_version_is_looked_at_is_sealed_with_it(string path, string content)
    {
        _between.Run(() => _registry.AFileAsync(_scientist, "fraud", "1", path, content));

        var version = await SealAsync();

        Assert.True(_between.Ran);
        var listed = await _registry.Get<VersionArtifacts>().ListAsync("fraud", "1", _scientist, default);
        Assert.Contains(listed, file => file.Path == path && file.Sha256 == Core.Common.Sha256Hex.Of(content));
        Assert.Equal(Manifest.DigestOf(listed), version.Digest);
    }

    private Task<VersionView> SealAsync() => _registry.Get<VersionWorkflow>().SealAsync("fraud", "1", null, _scientist, default);

    /// <summary>Does something once, just after the next query of files has begun to read.</summary>
    private sealed class Between : DbCommandInterceptor
    {
        private Func<Task>? _action;

        public bool Ran { get; private set; }

        public void Run(Func<Task> action) => _action = action;

        public override async ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result,
            CancellationToken cancellationToken = default)
        {
            if (_action is { } action && command.CommandText.Contains("\"VersionFiles\"", StringComparison.Ordinal))
            {
                _action = null;
                await action();
                Ran = true;
            }

            return result;
        }
    }
}
