using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Artifacts.Previews;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Data.Sqlite;
using ModelRegistry.Core.Data.SqlServer;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Factors;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Lineage;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Mlflow;
using ModelRegistry.Core.Moves;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Providers;
using ModelRegistry.Core.Provisioning;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Registrations;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Search;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.StandIns;
using ModelRegistry.Core.Teams;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Core.Versions;
using ModelRegistry.Core.Views;

namespace ModelRegistry.Core;

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
}

/// <summary>Where the registry keeps what it keeps: the database, and one directory for files, keys and checkpoints.</summary>
public sealed record RegistrySettings(DatabaseProvider Provider, string ConnectionString, string DataDirectory)
{
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromHours(24);

    public static string SqliteFile(string dataDirectory) => Path.Combine(dataDirectory, "registry.db");

    public static RegistrySettings Sqlite(string dataDirectory) =>
        new(DatabaseProvider.Sqlite, new SqliteConnectionStringBuilder { DataSource = SqliteFile(dataDirectory), DefaultTimeout = 5 }.ToString(),
            dataDirectory);

    /// <summary>Why a connection string cannot be used for SQL Server, as a sentence; null when it can.</summary>
    public static string? SqlServerRefusal(string connectionString) => SqlServerAddress.Refusal(connectionString);

    public static RegistrySettings SqlServer(string connectionString, string dataDirectory) =>
        new(DatabaseProvider.SqlServer, SqlServerAddress.Complete(connectionString), dataDirectory);

    /// <summary>How long a stored file that nothing lists stays before it is swept.</summary>
    public TimeSpan ArtifactGrace { get; init; } = DefaultGrace;

    public Retention Retention { get; init; } = Retention.Default;

    public static readonly TimeSpan UsualLongestTokens = TimeSpan.FromDays(365);

    /// <summary>How long an access token may live at most.</summary>
    public TimeSpan LongestTokens { get; init; } = UsualLongestTokens;

    /// <summary>Who signs in with a password.</summary>
    public LocalAccounts LocalAccounts { get; init; } = LocalAccounts.Everybody;

    public string ArtifactDirectory => Path.Combine(DataDirectory, "artifacts");

    public string KeyDirectory => Path.Combine(DataDirectory, "keys");

    /// <summary>The public halves of all keys that ever signed: beside the present key, and again beside the checkpoints.</summary>
    public string FormerKeyDirectory => Path.Combine(KeyDirectory, "former");

    /// <inheritdoc cref="FormerKeyDirectory"/>
    public string PublicKeyDirectory => Path.Combine(DataDirectory, "audit-keys");

    public string CheckpointFile => Path.Combine(DataDirectory, "audit-checkpoints.jsonl");
}

/// <summary>How long rows stay that only grow, after nobody needs them any more.</summary>
/// <param name="EndedSessions">Sessions, after their end.</param>
/// <param name="ReadNotifications">Notifications, after they were read.</param>
/// <param name="UnseenHosts">What a host was told, after it last asked.</param>
/// <param name="DeletedRuns">Runs with all that they logged, after they were deleted; null: for ever.</param>
public sealed record Retention(TimeSpan EndedSessions, TimeSpan ReadNotifications, TimeSpan UnseenHosts, TimeSpan? DeletedRuns = null)
{
    public static Retention Default { get; } = new(TimeSpan.FromDays(30), TimeSpan.FromDays(90), TimeSpan.FromDays(90));
}

/// <summary>The only registration of Core's services.</summary>
public static class RegistryServices
{
    public static IServiceCollection AddRegistry(this IServiceCollection services, RegistrySettings settings)
    {
        services.AddSingleton(settings);
        services.Configure<IdentityOptions>(IdentitySchema.Configure);
        services.AddDatabase(settings);
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<Freshness>();
        services.AddSingleton(_ => new Reactions(RegistryReactions.InOrder));
        services.AddSingleton(_ => new CheckpointFile(settings.CheckpointFile));
        services.AddSingleton(_ => CheckpointSigner.Open(settings.KeyDirectory));
        services.AddSingleton<AuditCheckpoints>();
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<ChainVerification>();
        services.AddSingleton<ChainAtStart>();
        services.AddSingleton<RefusalCounter>();
        services.AddSingleton(provider => new ArtifactStore(settings.ArtifactDirectory, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<FileViews>();
        services.AddSingleton<IPasswordHasher<RegistryUser>, PasswordHasher<RegistryUser>>();
        services.AddSingleton<People>();
        services.AddSingleton<ProvisioningQueries>();
        services.AddSingleton<ProvisioningWorkflow>();
        services.AddSingleton<ProviderSignIn>();
        services.AddSingleton<LoginQueries>();
        services.AddSingleton<LoginWorkflow>();
        services.AddSingleton<TokenTraces>();
        services.AddSingleton<TeamQueries>();
        services.AddSingleton<TeamWorkflow>();
        services.AddSingleton<StandInQueries>();
        services.AddSingleton<StandInWorkflow>();
        services.AddSingleton<GrantQueries>();
        services.AddSingleton<GrantWorkflow>();
        services.AddSingleton<Explaining>();
        services.AddSingleton<CollectionQueries>();
        services.AddSingleton<CollectionWorkflow>();
        services.AddSingleton<MovePreviews>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<UserManagers>();
        services.AddSingleton<SecondSteps>();
        services.AddSingleton<Presence>();
        services.AddSingleton<SecondFactorQueries>();
        services.AddSingleton<SecondFactorWorkflow>();
        services.AddSingleton<PasskeyQueries>();
        services.AddSingleton<PasskeyWorkflow>();
        services.AddSingleton(_ => HashingLanes.OfThisMachine());
        services.AddSingleton<RecentFailures>();
        services.AddSingleton<NewPasswords>();
        services.AddSingleton<KnownDevices>();
        services.AddSingleton<HeavyWork>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<TokenActors>();
        services.AddSingleton<TokenUse>();
        services.AddSingleton<ModelWorkflow>();
        services.AddSingleton<ModelQueries>();
        services.AddSingleton<ListChoices>();
        services.AddSingleton<RegisteredModelQueries>();
        services.AddSingleton<ModelVersionQueries>();
        services.AddSingleton<StageTransitions>();
        services.AddSingleton<CardWorkflow>();
        services.AddSingleton<CardQueries>();
        services.AddSingleton<RunArtifacts>();
        services.AddSingleton<RunPreviews>();
        services.AddSingleton<SourceRegistration>();
        services.AddSingleton<RunVersions>();
        services.AddSingleton<VersionWorkflow>();
        services.AddSingleton<VersionArtifacts>();
        services.AddSingleton<VersionFolders>();
        services.AddSingleton<VersionPreviews>();
        services.AddSingleton<VersionEvidence>();
        services.AddSingleton<VersionVerification>();
        services.AddSingleton<VersionWords>();
        services.AddSingleton<VersionPages>();
        services.AddSingleton<VersionQueries>();
        services.AddSingleton<VersionRetirement>();
        services.AddSingleton<VersionPurge>();
        services.AddSingleton<RunPurge>();
        services.AddSingleton<BulkActs>();
        services.AddSingleton<ModelRetirement>();
        services.AddSingleton<ModelRenames>();
        services.AddSingleton<BinQueries>();
        services.AddSingleton<RightsQueries>();
        services.AddSingleton<SweepWorkflow>();
        services.AddSingleton<FreshVerification>();
        services.AddSingleton<PromotionWorkflow>();
        services.AddSingleton<ReviewWorkflow>();
        services.AddSingleton<RequestQueries>();
        services.AddSingleton<Inbox>();
        services.AddSingleton<RequestDeadlines>();
        services.AddSingleton<PostReviews>();
        services.AddSingleton<AutomaticPromotions>();
        services.AddSingleton<MetricQueries>();
        services.AddSingleton<MetricCatalog>();
        services.AddSingleton<PersonNames>();
        services.AddSingleton<MetricDefinitionWorkflow>();
        services.AddSingleton<CompareQueries>();
        services.AddSingleton<LineageQueries>();
        services.AddSingleton<SearchQueries>();
        services.AddSingleton<ViewQueries>();
        services.AddSingleton<ViewWorkflow>();
        services.AddSingleton<CompletionQueries>();
        services.AddSingleton<FacetQueries>();
        services.AddSingleton<DatasetQuarantine>();
        services.AddSingleton<VersionEnvironments>();
        services.AddSingleton<ComparedEvidenceQueries>();
        services.AddSingleton<QuarantineWorkflow>();
        services.AddSingleton<QuarantineQueries>();
        services.AddSingleton<ContentDigests>();
        services.AddSingleton<SlotQueries>();
        services.AddSingleton<SlotResolution>();
        services.AddSingleton<ConsumptionLog>();
        services.AddSingleton<ConsumerQueries>();
        services.AddSingleton<SlotHistory>();
        services.AddSingleton<SlotOverview>();
        services.AddSingleton<AliasWorkflow>();
        services.AddSingleton<StageWorkflow>();
        services.AddSingleton<RollbackQueries>();
        services.AddSingleton<RollbackWorkflow>();
        services.AddSingleton<ReadinessQueries>();
        services.AddSingleton<ReadinessRehearsal>();
        services.AddSingleton<NotificationQueries>();
        services.AddSingleton<NotificationWorkflow>();
        services.AddSingleton<PolicyWorkflow>();
        services.AddSingleton<PolicyQueries>();
        services.AddSingleton<WorkAlone>();
        services.AddSingleton<ExperimentQueries>();
        services.AddSingleton<ExperimentWorkflow>();
        services.AddSingleton<MetricKeys>();
        services.AddSingleton<RunWorkflow>();
        services.AddSingleton<RunLog>();
        services.AddSingleton<RunInputs>();
        services.AddSingleton<RunModelLog>();
        services.AddSingleton<RunQueries>();
        services.AddSingleton<RunGroupQueries>();
        services.AddSingleton<RunHistory>();
        services.AddSingleton<LoggedModelWorkflow>();
        services.AddSingleton<LoggedModelQueries>();
        return services;
    }

    private static void AddDatabase(this IServiceCollection services, RegistrySettings settings)
    {
        services.AddSingleton(_ => new WriteGate(oneWriter: settings.Provider == DatabaseProvider.Sqlite));
        services.AddSingleton<RegistryStore>();
        services.AddSingleton<PersonRefusals>();
        services.AddSingleton<RegistryDatabase>();
        services.AddSingleton(_ => new SoleProcess(settings));
        services.AddSingleton<IdempotencyRecords>();
        switch (settings.Provider)
        {
            case DatabaseProvider.Sqlite:
                services.AddPooledDbContextFactory<SqliteRegistryDbContext>(options =>
                    options.UseSqlite(settings.ConnectionString).ReplaceService<IMigrationsSqlGenerator, KeyedTables>()
                        .AddInterceptors(new SqlitePragmas(), new LostConnection()));
                services.AddSingleton<IDbContextFactory<RegistryDbContext>, Forwarding<SqliteRegistryDbContext>>();
                break;
            case DatabaseProvider.SqlServer:
                services.AddPooledDbContextFactory<SqlServerRegistryDbContext>((provider, options) =>
                {
                    var time = provider.GetRequiredService<TimeProvider>();
                    options.UseSqlServer(settings.ConnectionString, server =>
                        Batch(server).ExecutionStrategy(dependencies => new SqlServerPatience(dependencies, time)));
                    Understand(options);
                });
                services.AddSingleton<IDbContextFactory<RegistryDbContext>, Forwarding<SqlServerRegistryDbContext>>();
                break;
        }

        // For the Identity stores only; everything else asks the factory.
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<RegistryDbContext>>().CreateDbContext());
    }

    /// <summary>Two rows go to the server in one message, as many do anyway.</summary>
    internal static SqlServerDbContextOptionsBuilder Batch(SqlServerDbContextOptionsBuilder server) => server.MinBatchSize(2);

    /// <summary>What makes SQL Server answer as SQLite does, and its failures be told apart.</summary>
    internal static void Understand(DbContextOptionsBuilder options) => options.AddInterceptors(ExactText.Instance, new LostConnection());

    private sealed class Forwarding<T>(IDbContextFactory<T> factory) : IDbContextFactory<RegistryDbContext>
        where T : RegistryDbContext
    {
        public RegistryDbContext CreateDbContext() => factory.CreateDbContext();
    }
}
