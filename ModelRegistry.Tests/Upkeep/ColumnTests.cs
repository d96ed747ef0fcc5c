using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using ModelRegistry.Core.Data;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Upkeep;

/// <summary>
/// Each column of each table is changed once by SQL: <c>verify</c> finds it, or says that it covers that column not. The columns come from the model,
/// so that none can be added without.
/// </summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class ColumnTests(WholeInstallation whole) : IClassFixture<WholeInstallation>
{
    private static readonly IModel Model = new SqliteDesignTimeFactory().CreateDbContext([]).Model;

    private const string NotCovered = """
        AccessTokens.LastUsedAt: a stamp of use
        AccessTokens.LastUsedFrom: a stamp of use
        AccessTokens.Reminders: a stamp of reminders
        AccessTokens.Revision: a mark of the last change, by which two at once are told apart
        AspNetRoleClaims: not used by the registry
        AspNetUserClaims: not used by the registry
        AspNetUserLogins: not used by the registry
        AspNetUsers.AccessFailedCount: counts sign-ins that failed
        AspNetUsers.ConcurrencyStamp: a mark of the last change, by which two at once are told apart
        AspNetUsers.LastCodeStep: moves with every code, so that none works twice
        AspNetUsers.LockoutEnd: counts sign-ins that failed
        Collections.Revision: a mark of the last change, by which two at once are told apart
        Consumptions: a stamp of use
        ExperimentTags: a note of an experiment, which decides nothing
        Experiments.Closed: follows from its restriction and its collection
        ExternalLogins.Revision: a mark of the last change, by which two at once are told apart
        Grants.Revision: a mark of the last change, by which two at once are told apart
        IdempotencyRecords: an answer that is kept for a day
        ListChoices: how one person looks at a list, which decides nothing
        LoggedModelLabels: what a run logged, which changes without events until a version is registered from it
        LoggedModelMetrics: what a run logged, which changes without events until a version is registered from it
        LoggedModels: what a run logged, which changes without events until a version is registered from it
        MetricKeys: what a run logged, which changes without events until a version is registered from it
        Metrics.Id: a number that the database gives, by which rows are in order
        Models.Closed: follows from its restriction and its collection
        Models.Revision: a mark of the last change, by which two at once are told apart
        Models.ShownNumber: follows from its stages and versions
        Models.ShowsStage: follows from its stages and versions
        Notifications: a message to one person, which decides nothing
        PolicyVersions.Nearness: follows from the model or the collection
        PostReviews.Revision: a mark of the last change, by which two at once are told apart
        PromotionRequests.RemindAt: a stamp of reminders
        PromotionRequests.Reminders: a stamp of reminders
        PromotionRequests.Revision: a mark of the last change, by which two at once are told apart
        Quarantines.Revision: a mark of the last change, by which two at once are told apart
        RequestComments.Id: a number that the database gives, by which rows are in order
        Reviews.Id: a number that the database gives, by which rows are in order
        Rollbacks.Revision: a mark of the last change, by which two at once are told apart
        RunDatasetMetrics: what a run logged, which changes without events until a version is registered from it
        RunDatasets: what a run logged, which changes without events until a version is registered from it
        RunFiles: what a run logs is not audited; the seal of a version made of it is
        RunInputs: what a run logged, which changes without events until a version is registered from it
        RunMetrics: what a run logged, which changes without events until a version is registered from it
        RunModels: what a run logged, which changes without events until a version is registered from it
        RunParams: what a run logged, which changes without events until a version is registered from it
        RunPoints: what a run logged, which changes without events until a version is registered from it
        RunTags: what a run logged, which changes without events until a version is registered from it
        Runs: what a run logged, which changes without events until a version is registered from it
        SavedViews: how somebody looks at a list, which decides nothing
        SlotIntervals.Id: a number that the database gives, by which rows are in order
        Slots.Revision: a mark of the last change, by which two at once are told apart
        StageReadiness.Bytes: found anew by the next rehearsal
        StageReadiness.CheckedAt: found anew by the next rehearsal
        StageReadiness.FallbackNumber: found anew by the next rehearsal
        StageReadiness.Milliseconds: found anew by the next rehearsal
        StageReadiness.MovedAt: found anew by the next rehearsal
        StageReadiness.Reason: found anew by the next rehearsal
        StageReadiness.Since: found anew by the next rehearsal
        StageReadiness.SlotId: found anew by the next rehearsal
        StandIns.Revision: a mark of the last change, by which two at once are told apart
        Teams.Revision: a mark of the last change, by which two at once are told apart
        TrackingCounters: the greatest number that was given to what is tracked
        UnreferencedFiles: found anew by the next sweep
        UserSessions.ProvedAt: a stamp of use
        UserSessions.SeenAt: a stamp of use
        VersionChecks.Id: a number that the database gives, by which rows are in order
        Versions.Revision: a mark of the last change, by which two at once are told apart
        Versions.SearchText: follows from label, framework, tags and description
        Versions.StageArchivedAt: a label for clients of MLflow, which nothing is decided by
        Versions.TouchedAt: a stamp of the last upload or edit
        """;

    public static TheoryData<string> Tables { get; } = new(Model.GetEntityTypes().Where(type => !type.IsOwned()).Select(type => type.GetTableName()!).Order());

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_changed_column_is_found_or_named_as_not_covered(string table)
    {
        var silent = new List<string>();
        foreach (var property in Model.GetEntityTypes().Single(type => !type.IsOwned() && type.GetTableName() == table).GetProperties())
        {
            using var installation = new DamagedInstallation(whole.Folder);
            var changed = await ChangeAsync(installation, table, property);
            var report = await installation.VerifyAsync(quick: true);
            var named = report.NotCovered.Any(entry => entry.StartsWith($"{table}:", StringComparison.Ordinal)
                || entry.StartsWith($"{table}.{property.GetColumnName()}:", StringComparison.Ordinal));
            if (named ? false : !changed || report.Ok)
            {
                silent.Add(changed ? property.GetColumnName() : $"{property.GetColumnName()} (no row to change: put one into {nameof(WholeInstallation)})");
            }
        }

        Assert.Equal("", string.Join(", ", silent));
    }

    /// <summary>What is named is few, and each with its reason; a look at this list is what a new entry costs.</summary>
    [Fact]
    public async Task What_is_not_covered_is_named_with_its_reason()
    {
        using var installation = new DamagedInstallation(whole.Folder);

        var named = string.Join('\n', (await installation.VerifyAsync(quick: true)).NotCovered);
        Assert.True(named == NotCovered, named);
    }

    private static async Task<bool> ChangeAsync(DamagedInstallation installation, string table, IProperty property)
    {
        var file = ModelRegistry.Core.RegistrySettings.SqliteFile(installation.Settings.DataDirectory);
        await using var connection = new SqliteConnection($"Data Source={file};Foreign Keys=False;Pooling=False");
        await connection.OpenAsync();
        var column = $"\"{property.GetColumnName()}\"";
        var keys = property.DeclaringType.ContainingEntityType.FindPrimaryKey()!.Properties.Select(key => $"\"{key.GetColumnName()}\"").ToList();
        // A row that has a value there, if one has.
        var row = $"({string.Join(", ", keys)}) = (SELECT {string.Join(", ", keys)} FROM \"{table}\" ORDER BY {column} IS NULL, {column} DESC LIMIT 1)";
        await using var command = connection.CreateCommand();
        command.CommandText = "DROP TRIGGER IF EXISTS AuditEvents_AppendOnly_Update; "
            + $"UPDATE \"{table}\" SET {column} = {Other(property, column)} WHERE {row}";
        return await command.ExecuteNonQueryAsync() == 1;
    }

    /// <summary>Another value that the program could have written.</summary>
    private static string Other(IProperty property, string column)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return type switch
        {
            _ when type == typeof(Guid) => $"'{Guid.NewGuid().ToString().ToUpperInvariant()}'",
            _ when type == typeof(bool) => $"1 - coalesce({column}, 0)",
            _ when type == typeof(DateTimeOffset) => $"coalesce({column}, 638000000000000000) + 10000",
            _ when type == typeof(int) || type == typeof(long) || type == typeof(double) => $"coalesce({column}, 0) + 1000",
            _ when type == typeof(byte[]) => "X'00'",
            _ when type == typeof(List<string>) => "'[\"rollback\"]'",
            _ when type == typeof(List<Guid>) => $"'[\"{Guid.NewGuid()}\"]'",
            _ when type.IsEnum => $"CASE {column} WHEN '{Enum.GetNames(type)[0]}' THEN '{Enum.GetNames(type)[^1]}' ELSE '{Enum.GetNames(type)[0]}' END",
            _ => $"substr(coalesce({column}, '') || 'x', 2 * (coalesce(length({column}), 0) > 1))",
        };
    }
}
