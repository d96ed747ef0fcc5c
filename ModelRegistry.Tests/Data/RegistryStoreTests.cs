using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Data.Sqlite;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>The one way to the database: no event, no change; refusals leave a trace; a repeated unit counts once.</summary>
public sealed class RegistryStoreTests
{
    [Fact]
    public async Task A_change_that_records_nothing_is_a_bug_and_is_rolled_back()
    {
        await using var registry = await TestRegistry.StartAsync();
        var scientist = await registry.PersonAsync("scientist", Roles.DataScientist);

        await Assert.ThrowsAsync<InvalidOperationException>(() => registry.Get<RegistryStore>().WriteAsync(scientist, transaction =>
        {
            transaction.Db.Models.Add(AModel(scientist, transaction.Now));
            return Task.CompletedTask;
        }, default));

        await using var db = registry.OpenDatabase();
        Assert.False(await db.Models.AnyAsync());
    }

    [Fact]
    public async Task What_may_change_without_an_event_covers_nothing_else()
    {
        await using var registry = await TestRegistry.StartAsync();
        var scientist = await registry.PersonAsync("scientist", Roles.DataScientist);

        await Assert.ThrowsAsync<InvalidOperationException>(() => registry.Get<RegistryStore>().WriteAsync(scientist, transaction =>
        {
            transaction.AllowUnaudited(typeof(VersionFile), typeof(ModelVersion));
            transaction.Db.Models.Add(AModel(scientist, transaction.Now));
            return Task.CompletedTask;
        }, default));

        await using var db = registry.OpenDatabase();
        Assert.False(await db.Models.AnyAsync());
    }

    /// <summary>The type may change without an event, the column may not: verification finds every such change.</summary>
    [Fact]
    public async Task A_column_that_the_chain_holds_is_not_changed_without_an_event()
    {
        await using var registry = await TestRegistry.StartAsync();
        var scientist = await registry.PersonAsync("scientist", Roles.DataScientist);
        await registry.AModelAsync(scientist);
        await registry.APendingVersionAsync(scientist);
        async Task ChangeAsync(Action<ModelVersion> change) => await registry.Get<RegistryStore>().WriteAsync(scientist, async transaction =>
        {
            transaction.AllowUnaudited();
            change(await transaction.Db.Versions.SingleAsync());
        }, default);

        await ChangeAsync(version => version.Touch(registry.Clock.GetUtcNow()));
        var bug = await Assert.ThrowsAsync<InvalidOperationException>(() => ChangeAsync(version => version.Description = "Another"));

        Assert.Contains("in Versions", bug.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_permission_undoes_the_change_and_leaves_an_event_that_says_who_and_why()
    {
        await using var registry = await TestRegistry.StartAsync();
        var viewer = await registry.PersonAsync("viewer", Roles.Viewer);

        await Assert.ThrowsAsync<RegistryException>(() => registry.Get<RegistryStore>().WriteAsync(viewer, transaction =>
        {
            transaction.Db.Models.Add(AModel(viewer, transaction.Now));
            transaction.Record(new TestChanged());
            Rights.Require(viewer, Right.CreateModel);
            return Task.CompletedTask;
        }, default));

        await using var db = registry.OpenDatabase();
        Assert.False(await db.Models.AnyAsync());
        var last = await db.AuditEvents.OrderByDescending(audit => audit.Seq).FirstAsync();
        Assert.Equal(("access.refused", viewer.Name), (last.Action, last.ActorName));
        Assert.Contains("role_missing", last.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_refusals_leave_no_event()
    {
        await using var registry = await TestRegistry.StartAsync();
        var scientist = await registry.PersonAsync("scientist", Roles.DataScientist);
        var before = await CountAsync(registry);

        await Assert.ThrowsAsync<RegistryException>(() => registry.AModelAsync(scientist, "no/slash"));

        Assert.Equal(before, await CountAsync(registry));
    }

    [SqliteFact("it breaks the connection of that database; DatabaseFailureTests breaks the other.")]
    public async Task A_unit_that_is_run_again_after_a_failure_counts_once()
    {
        var failures = new FailingOnce(beforeCommit: true);
        await using var registry = await StartWithAsync(failures);
        var scientist = await registry.PersonAsync("scientist", Roles.DataScientist);
        failures.Arm();

        await registry.AModelAsync(scientist);

        Assert.True(failures.Happened);
        await RequireOneModelAsync(registry);
    }

    [SqliteFact("it breaks the connection of that database; DatabaseFailureTests breaks the other.")]
    public async Task A_commit_whose_answer_was_lost_is_not_done_again()
    {
        var failures = new FailingOnce(beforeCommit: false);
        await using var registry = await StartWithAsync(failures);
        var scientist = await registry.PersonAsync("scientist", Roles.DataScientist);
        failures.Arm();

        var model = await registry.AModelAsync(scientist);

        Assert.True(failures.Happened);
        Assert.Equal("fraud", model.Name);
        await RequireOneModelAsync(registry);
    }

    private static async Task RequireOneModelAsync(TestRegistry registry)
    {
        await using var db = registry.OpenDatabase();
        Assert.Single(await db.Models.ToListAsync());
        Assert.Single(await db.AuditEvents.Where(audit => audit.Action == "model.created").ToListAsync());
        Assert.True((await registry.VerifyAuditAsync(Actor.System)).Ok);
    }

    private static async Task<int> CountAsync(TestRegistry registry)
    {
        await using var db = registry.OpenDatabase();
        return await db.AuditEvents.CountAsync();
    }

    private static Model AModel(Actor actor, DateTimeOffset now) => new("fraud", actor.UserId!.Value, actor.UserId!.Value, actor.Name, now);

    /// <summary>SQLite with the repeating execution strategy that SQL Server has, and a connection that is lost at a commit.</summary>
    private static Task<TestRegistry> StartWithAsync(FailingOnce failures) => TestRegistry.StartAsync(change: services =>
        services.ConfigureDbContext<SqliteRegistryDbContext>(options => options.AddInterceptors(failures)
            .ReplaceService<IExecutionStrategyFactory, RepeatingFactory>()));

    private sealed class RepeatingFactory(ExecutionStrategyDependencies dependencies) : IExecutionStrategyFactory
    {
        public IExecutionStrategy Create() => new Repeating(dependencies);
    }

    private sealed class Repeating(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(dependencies, maxRetryCount: 3, maxRetryDelay: TimeSpan.Zero)
    {
        protected override bool ShouldRetryOn(Exception exception) => exception is LostConnectionException;

        protected override TimeSpan? GetNextDelay(Exception lastException) => base.GetNextDelay(lastException) is null ? null : TimeSpan.Zero;
    }

    private sealed class LostConnectionException() : DbException("The connection was lost.");

    private sealed class FailingOnce(bool beforeCommit) : DbTransactionInterceptor
    {
        private bool _armed;

        public bool Happened { get; private set; }

        public void Arm() => _armed = true;

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            Fail(beforeCommit);
            return ValueTask.FromResult(result);
        }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData,
            CancellationToken cancellationToken = default)
        {
            Fail(!beforeCommit);
            return Task.CompletedTask;
        }

        private void Fail(bool here)
        {
            if (_armed && here)
            {
                (_armed, Happened) = (false, true);
                throw new LostConnectionException();
            }
        }
    }
}
