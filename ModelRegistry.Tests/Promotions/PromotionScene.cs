using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Promotions;

/// <summary>One registry for a class of tests with everybody who takes part in promotions; each test makes a model of its own.</summary>
public sealed class PromotionScene : IAsyncLifetime
{
    private int _serial;

    /// <summary>What the registry is started with in place of its own services; for a scene that a test makes itself.</summary>
    public Action<IServiceCollection>? Change { get; init; }

    public TestRegistry Registry { get; private set; } = null!;

    public Actor Scientist { get; private set; } = null!;

    public Actor ReviewerA { get; private set; } = null!;

    public Actor ReviewerB { get; private set; } = null!;

    public Actor ReviewerC { get; private set; } = null!;

    public Actor Admin { get; private set; } = null!;

    public Actor Emergency { get; private set; } = null!;

    public Actor Viewer { get; private set; } = null!;

    public Actor Auditor { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Registry = await TestRegistry.StartAsync(change: Change);
        Scientist = await PersonAsync("scientist", Roles.DataScientist);
        ReviewerA = await PersonAsync("a.reviewer", Roles.Reviewer);
        ReviewerB = await PersonAsync("b.reviewer", Roles.Reviewer);
        ReviewerC = await PersonAsync("c.reviewer", Roles.Reviewer);
        Admin = await PersonAsync("admin", Roles.Admin);
        Emergency = await PersonAsync("emergency", Roles.Emergency);
        Viewer = await PersonAsync("viewer", Roles.Viewer);
        Auditor = await PersonAsync("auditor", Roles.Auditor);
    }

    public async Task DisposeAsync() => await Registry.DisposeAsync();

    public T Get<T>()
        where T : notnull => Registry.Get<T>();

    /// <summary>An active account without a password, in the browser, where people decide.</summary>
    public async Task<Actor> PersonAsync(string name, params string[] roles)
    {
        var created = await Get<People>().CreateAsync(new NewUser($"{name}@example.test", name, roles), Actor.System, default);
        return new Actor(created.User.Id, created.User.Email, Door.Browser, roles.ToHashSet());
    }

    public string NewName(string stem) => string.Create(CultureInfo.InvariantCulture, $"{stem}-{Interlocked.Increment(ref _serial)}");

    /// <summary>A model of the scientist with this policy for its staging, and one sealed version.</summary>
    public async Task<string> AModelAsync(PolicyContent? staging = null, NewVersion? version = null)
    {
        var name = NewName("model");
        await Registry.AModelAsync(Scientist, name);
        await Registry.ASealedVersionAsync(Scientist, name, version, content: name);
        if (staging is not null)
        {
            await PolicyAsync(name, Stage.Staging, staging);
        }

        return name;
    }

    public Task PolicyAsync(string? model, string slot, PolicyContent content) =>
        Get<PolicyWorkflow>().PublishAsync(PolicyScope.OfModel(model), slot, content, "For a test.", null, Admin, default);

    public Task<RequestView> ARequestAsync(string model, int? version = 1, string stage = Stage.Staging, Actor? by = null, string? comment = null) =>
        Get<PromotionWorkflow>().OpenAsync(model, stage, new NewRequest(version, comment), by ?? Scientist, default);

    /// <summary>Decides about the subject as it is now, like somebody who has just opened the page.</summary>
    public async Task<RequestView> ReviewAsync(long request, Actor by, ReviewAction decision = ReviewAction.Approve, string? comment = null) =>
        await Get<ReviewWorkflow>().ReviewAsync(request,
            new NewReview(decision, comment ?? (decision == ReviewAction.Approve ? null : "Because."), (await ReadAsync(request)).Subject), by, default);

    public Task<RequestView> ReadAsync(long request) => Get<RequestQueries>().GetAsync(request, Auditor, default);

    /// <summary>A version in a slot, without a word about how it came there.</summary>
    public Task MoveAsync(string model, string stage, int? version) => Get<RegistryStore>().WriteAsync(Actor.System, async transaction =>
    {
        var found = await Core.Models.ModelAccess.FindModelAsync(transaction.Db, Actor.System, model, default);
        var slot = await SlotAccess.NamedSlotAsync(transaction.Db, found, stage, default);
        var to = version is { } number ? (await VersionAccess.FindVersionAsync(transaction.Db, Actor.System, model, number.Text(), default)).Version : null;
        await SlotMoves.MoveAsync(transaction, found, new SlotMove(slot, to?.AsOccupant, MoveKind.Promotion, null), default);
    }, default);

    public async Task<int?> OccupantAsync(string model, string stage = Stage.Staging) =>
        (await Get<SlotQueries>().ListAsync(model, null, Auditor, default)).Single(slot => slot.Slot == stage).Version;

    /// <summary>The newest events of a model, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> EventsAsync(string model) =>
        (await Get<AuditQueries>().ListAsync(new AuditSearch(Model: model, PageSize: PageToken.MaxSize), Auditor, default)).Items;

    public Task LogAsync(string model, string metric, double value, string? dataset = null, Actor? by = null, int version = 1) =>
        Get<VersionEvidence>().LogMetricsAsync(model, version.Text(),
            [new Core.Metrics.NewMetric(metric, value, Dataset: dataset is null ? null : new Core.Metrics.MetricDataset(dataset, dataset))], by ?? Scientist,
            default);
}
