using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Core.Views;

namespace ModelRegistry.Core.Data;

/// <summary>
/// The registry's store, mapped once for both databases. The subclasses hold only what differs. Changes go through
/// <see cref="RegistryStore"/>, which writes them together with their audit events.
/// </summary>
public abstract class RegistryDbContext(DbContextOptions options) : IdentityDbContext<RegistryUser, RegistryRole, Guid>(options)
{
    /// <summary>
    /// Whether several changes run beside each other, so that a row must be locked before rules about it are asked. Not on SQLite, where a
    /// transaction is the only writer from its begin to its end.
    /// </summary>
    internal abstract bool LocksRows { get; }

    /// <summary>How long this database calls a text: what its SUBSTRING counts.</summary>
    internal virtual int LengthOf(string text) => text.Length;

    /// <summary>The end of the audit chain, which nobody else extends until this transaction ends.</summary>
    internal abstract Task<AuditHead> TakeAuditHeadAsync(CancellationToken ct);

    /// <summary>Makes other changes of a model and of one of its versions wait for this one, in one message; the model first.</summary>
    internal abstract Task LockAsync(Guid modelId, Guid versionId, CancellationToken ct);

    /// <summary>What the reads of a page share; null wherever a read stands alone, and in every change.</summary>
    internal ReadMemory? Memory { get; set; }

    /// <summary>The instant of the read or change that is under way: what ends by itself (a grant) is over for it or not.</summary>
    internal DateTimeOffset Now { get; set; }

    /// <summary>Of the transaction that is under way: what its saves do to rows.</summary>
    internal RowLedger? Ledger { get; set; }

    public DbSet<Model> Models => Set<Model>();

    public DbSet<ModelTag> ModelTags => Set<ModelTag>();

    public DbSet<WrittenCard> WrittenCards => Set<WrittenCard>();

    public DbSet<ReservedName> ReservedNames => Set<ReservedName>();

    public DbSet<ModelVersion> Versions => Set<ModelVersion>();

    public DbSet<VersionParameter> VersionParameters => Set<VersionParameter>();

    public DbSet<VersionTag> VersionTags => Set<VersionTag>();

    public DbSet<VersionFile> VersionFiles => Set<VersionFile>();

    public DbSet<VersionSignature> VersionSignatures => Set<VersionSignature>();

    public DbSet<VersionResults> VersionResults => Set<VersionResults>();

    public DbSet<VersionCheck> VersionChecks => Set<VersionCheck>();

    public DbSet<Metric> Metrics => Set<Metric>();

    public DbSet<Slot> Slots => Set<Slot>();

    public DbSet<SlotInterval> SlotIntervals => Set<SlotInterval>();

    public DbSet<Stage> Stages => Set<Stage>();

    public DbSet<PolicyVersion> PolicyVersions => Set<PolicyVersion>();

    public DbSet<PromotionRequest> PromotionRequests => Set<PromotionRequest>();

    public DbSet<StandIn> StandIns => Set<StandIn>();

    public DbSet<RequestSeat> RequestSeats => Set<RequestSeat>();

    public DbSet<Review> Reviews => Set<Review>();

    public DbSet<RequestComment> RequestComments => Set<RequestComment>();

    public DbSet<SubjectText> SubjectTexts => Set<SubjectText>();

    public DbSet<SheetText> SheetTexts => Set<SheetText>();

    public DbSet<RequestCounter> RequestCounters => Set<RequestCounter>();

    public DbSet<PostReview> PostReviews => Set<PostReview>();

    public DbSet<PostReviewDecision> PostReviewDecisions => Set<PostReviewDecision>();

    public DbSet<Rollback> Rollbacks => Set<Rollback>();

    public DbSet<StageReadiness> StageReadiness => Set<StageReadiness>();

    public DbSet<Quarantine> Quarantines => Set<Quarantine>();

    public DbSet<Consumption> Consumptions => Set<Consumption>();

    public DbSet<RunFile> RunFiles => Set<RunFile>();

    public DbSet<UnreferencedFile> UnreferencedFiles => Set<UnreferencedFile>();

    public DbSet<ListChoice> ListChoices => Set<ListChoice>();

    public DbSet<Notification> Notifications => Set<Notification>();

    public DbSet<SavedView> SavedViews => Set<SavedView>();

    public DbSet<CustomMetric> CustomMetrics => Set<CustomMetric>();

    public DbSet<Experiment> Experiments => Set<Experiment>();

    public DbSet<ExperimentTag> ExperimentTags => Set<ExperimentTag>();

    public DbSet<TrackingCounter> TrackingCounters => Set<TrackingCounter>();

    public DbSet<Run> Runs => Set<Run>();

    public DbSet<RunTag> RunTags => Set<RunTag>();

    public DbSet<RunParam> RunParams => Set<RunParam>();

    public DbSet<MetricKey> MetricKeys => Set<MetricKey>();

    public DbSet<RunPoint> RunPoints => Set<RunPoint>();

    public DbSet<RunMetric> RunMetrics => Set<RunMetric>();

    public DbSet<RunDatasetMetric> RunDatasetMetrics => Set<RunDatasetMetric>();

    public DbSet<RunDataset> RunDatasets => Set<RunDataset>();

    public DbSet<RunInput> RunInputs => Set<RunInput>();

    public DbSet<RunModel> RunModels => Set<RunModel>();

    public DbSet<LoggedModel> LoggedModels => Set<LoggedModel>();

    public DbSet<LoggedModelLabel> LoggedModelLabels => Set<LoggedModelLabel>();

    public DbSet<LoggedModelMetric> LoggedModelMetrics => Set<LoggedModelMetric>();

    public DbSet<IdempotencyRecord> IdempotencyRecords => Set<IdempotencyRecord>();

    public DbSet<AccessToken> AccessTokens => Set<AccessToken>();

    public DbSet<UserSession> UserSessions => Set<UserSession>();

    public DbSet<ExternalLogin> ExternalLogins => Set<ExternalLogin>();

    public DbSet<Team> Teams => Set<Team>();

    public DbSet<TeamMember> TeamMembers => Set<TeamMember>();

    public DbSet<Collection> Collections => Set<Collection>();

    public DbSet<CollectionAncestor> CollectionAncestors => Set<CollectionAncestor>();

    public DbSet<Grant> Grants => Set<Grant>();

    public DbSet<GrantStage> GrantStages => Set<GrantStage>();

    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();

    public DbSet<AuditHead> AuditHeads => Set<AuditHead>();

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var detects = ChangeTracker.AutoDetectChangesEnabled;
        if (detects)
        {
            ChangeTracker.DetectChanges(); // once, and not again by each of what follows
            ChangeTracker.AutoDetectChangesEnabled = false;
        }

        try
        {
            Ledger?.See(ChangeTracker.Entries());
            foreach (var entry in ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified))
            {
                Stamp(entry);
            }

            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    private static void Stamp(EntityEntry entry)
    {
        if (entry.Entity is Entity)
        {
            entry.Property(nameof(Entity.Revision)).CurrentValue = Guid.NewGuid();
        }
        else if (entry is { Entity: RegistryUser, State: EntityState.Modified })
        {
            // Identity's own token; its stores would write it, and accounts are changed without them.
            entry.Property(nameof(RegistryUser.ConcurrencyStamp)).CurrentValue = Guid.NewGuid().ToString();
        }
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(RegistryDbContext).Assembly);

        // SQL Server refuses several cascade paths to one table: no cascade in the database. What a parent lists as its own
        // (tags, parameters) goes when it is taken off the list.
        foreach (var key in builder.Model.GetEntityTypes().SelectMany(type => type.GetForeignKeys()).Where(key => !key.IsOwnership))
        {
            key.DeleteBehavior = key.PrincipalToDependent is null ? DeleteBehavior.Restrict : DeleteBehavior.ClientCascade;
        }

        foreach (var type in builder.Model.GetEntityTypes().Where(type => typeof(Entity).IsAssignableFrom(type.ClrType)))
        {
            builder.Entity(type.ClrType).HasKey(nameof(Entity.Id));
            builder.Entity(type.ClrType).Property(nameof(Entity.Id)).ValueGeneratedNever();
            builder.Entity(type.ClrType).Property(nameof(Entity.Revision)).IsConcurrencyToken();
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(30);
    }
}
