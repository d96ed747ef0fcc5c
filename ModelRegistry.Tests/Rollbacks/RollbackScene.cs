using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>One registry for a class of tests with everybody who takes part in rollbacks; each test makes a model of its own.</summary>
public sealed class RollbackScene : IAsyncLifetime
{
    public const string Reason = "Error rate rose";

    private int _serial;

    public TestRegistry Registry { get; private set; } = null!;

    public Actor Scientist { get; private set; } = null!;

    public Actor Operator { get; private set; } = null!;

    public Actor Reviewer { get; private set; } = null!;

    public Actor OtherReviewer { get; private set; } = null!;

    public Actor Viewer { get; private set; } = null!;

    public Actor Admin { get; private set; } = null!;

    public Actor Auditor { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Registry = await TestRegistry.StartAsync();
        Scientist = await PersonAsync("scientist", Roles.DataScientist);
        Operator = await PersonAsync("on.call", Roles.Operator);
        Reviewer = await PersonAsync("reviewer", Roles.Reviewer);
        OtherReviewer = await PersonAsync("other.reviewer", Roles.Reviewer);
        Viewer = await PersonAsync("viewer", Roles.Viewer);
        Admin = await PersonAsync("admin", Roles.Admin);
        Auditor = await PersonAsync("auditor", Roles.Auditor);
    }

    public async Task DisposeAsync() => await Registry.DisposeAsync();

    public T Get<T>()
        where T : notnull => Registry.Get<T>();

    public async Task<Actor> PersonAsync(string name, params string[] roles)
    {
        var created = await Get<People>().CreateAsync(new NewUser($"{name}@example.test", name, roles), Actor.System, default);
        return new Actor(created.User.Id, created.User.Email, Door.Browser, roles.ToHashSet());
    }

    public string NewName(string stem) => string.Create(CultureInfo.InvariantCulture, $"{stem}-{Interlocked.Increment(ref _serial)}");

    /// <summary>A model whose versions went through production one after the other, a minute each, as if approved; the last is there now.</summary>
    public async Task<string> AHistoryAsync(int versions, MoveKind via = MoveKind.Promotion, string slot = Stage.Production)
    {
        var model = await AModelAsync(versions);
        for (var number = 1; number <= versions; number++)
        {
            await PutAsync(model, number, via, slot);
        }

        return model;
    }

    /// <summary>A model with sealed versions of three files each, all with bytes of their own.</summary>
    public async Task<string> AModelAsync(int versions)
    {
        var model = NewName("model");
        await Registry.AModelAsync(Scientist, model);
        for (var number = 1; number <= versions; number++)
        {
            await AVersionAsync(model, $"{model} {number}");
        }

        return model;
    }

    public async Task<int> AVersionAsync(string model, string content, NewVersion? version = null)
    {
        var pending = await Registry.APendingVersionAsync(Scientist, model, version);
        foreach (var path in new[] { "model/a.bin", "model/b.bin", "model/c.bin" })
        {
            await Registry.AFileAsync(Scientist, model, pending.Number.Text(), path, $"{path} of {content}, long enough to have a middle");
        }

        await Get<VersionWorkflow>().SealAsync(model, pending.Number.Text(), null, Scientist, default);
        return pending.Number;
    }

    /// <summary>A version in a slot, as an executed request or a hand would put it there.</summary>
    public async Task PutAsync(string model, int? version, MoveKind via = MoveKind.Promotion, string slot = Stage.Production, long? request = null)
    {
        Registry.Clock.Advance(TimeSpan.FromMinutes(1));
        await Registry.PutAsync(Actor.System, model, slot, version, via, request: request);
    }

    public Task PolicyAsync(string model, string slot, PolicyContent content) =>
        Get<PolicyWorkflow>().PublishAsync(PolicyScope.OfModel(model), slot, content, "For a test.", null, Admin, default);

    public Task<RollbackView> BackAsync(string model, int? to, int? from, Actor? by = null, bool? quarantine = null, string? incident = null,
        string slot = Stage.Production) =>
        RollBackAsync(model, new NewRollback(to, Reason, from, quarantine, Incident: incident), by, slot);

    public async Task<RollbackView> RollBackAsync(string model, NewRollback command, Actor? by = null, string slot = Stage.Production)
    {
        Registry.Clock.Advance(TimeSpan.FromMinutes(1));
        return await Get<RollbackWorkflow>().RollBackAsync(model, slot, command, null, by ?? Operator, default);
    }

    public Task<RollbackPreview> PreviewAsync(string model, Actor? by = null, bool rehash = false, string slot = Stage.Production) =>
        Get<RollbackQueries>().PreviewAsync(model, slot, rehash, by ?? Operator, default);

    public async Task<int?> OccupantAsync(string model, string slot = Stage.Production) =>
        (await Get<SlotQueries>().ListAsync(model, null, Auditor, default)).Single(found => found.Slot == slot).Version;

    /// <summary>The newest events of a model, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> EventsAsync(string model) =>
        (await Get<AuditQueries>().ListAsync(new AuditSearch(Model: model, PageSize: PageToken.MaxSize), Auditor, default)).Items;

    public async Task<IReadOnlyList<PostReviewView>> PostReviewsAsync(string model, bool all = false) =>
        [.. (await Get<PostReviews>().ListAsync(all, PageToken.MaxSize, null, Auditor, default)).Items.Where(review => review.Model == model)];

    /// <summary>Everything that a refused rollback must leave as it was.</summary>
    public async Task<string> StateAsync(string model)
    {
        await using var db = Registry.OpenDatabase();
        var id = (await db.Models.SingleAsync(found => found.Name == model)).Id;
        var slots = await db.Slots.Where(slot => slot.ModelId == id).OrderBy(slot => slot.Name)
            .Select(slot => $"{slot.Name} {slot.VersionNumber} {slot.MovedAt}").ToListAsync();
        var stays = await db.SlotIntervals.CountAsync(stay => db.Slots.Any(slot => slot.Id == stay.SlotId && slot.ModelId == id));
        var rows = (await db.Rollbacks.CountAsync(row => row.ModelId == id), await db.PostReviews.CountAsync(row => row.ModelId == id),
            await db.Quarantines.CountAsync(row => row.ModelId == id && row.ReleasedAt == null));
        return $"{string.Join(", ", slots)}; {stays} stays; {rows}; "
            + $"{(await EventsAsync(model)).Count(entry => entry.Action is "slot.moved" or "rollback.executed")} moves";
    }

    public async Task<string> StoredFileAsync(string model, int version, string path)
    {
        var file = await Get<VersionArtifacts>().FindAsync(model, version.Text(), path, Auditor, default);
        return Path.Combine(Registry.Settings.ArtifactDirectory, "sha256", file.Sha256[..2], file.Sha256[2..4], file.Sha256);
    }
}
