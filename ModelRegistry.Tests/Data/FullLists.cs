using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Data.Sqlite;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>A registry with enough rows in every list to page through, whose statements are recorded.</summary>
public sealed class FullLists : IAsyncLifetime
{
    public const int Rows = 240;

    internal StatementRecorder Statements { get; } = new();

    public TestRegistry Registry { get; private set; } = null!;

    public Actor Admin { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Registry = await TestRegistry.StartAsync(change: services =>
            services.ConfigureDbContext<SqliteRegistryDbContext>(options => options.AddInterceptors(Statements)));
        Admin = await Registry.PersonAsync("admin", [.. Roles.All]);
        var other = await Registry.PersonAsync("other", [Roles.DataScientist]);
        await FillAsync(other.UserId!.Value);
    }

    public async Task DisposeAsync() => await Registry.DisposeAsync();

    private async Task FillAsync(Guid other)
    {
        await using var db = Registry.OpenDatabase();
        var start = Registry.Clock.GetUtcNow();
        for (var i = 1; i <= Rows; i++)
        {
            var at = start.AddMinutes(-i);
            var model = new Model($"model {i:0000}", other, other, "other", at);
            db.Models.Add(model);
            db.Models.Add(new Model($"model {i:0000} gone", other, other, "other", at) { DeletedAt = start.AddMinutes(-(i / 3)) });
            db.AccessTokens.Add(new AccessToken(Guid.NewGuid(), i % 2 == 0 ? other : Admin.UserId!.Value, $"token {i}", Sha256Hex.Of($"{i}"), [Scopes.Read],
                null, at, start.AddDays(30)));
            db.Users.Add(new RegistryUser { Id = Guid.NewGuid(), Email = $"user{i}@example.test", NormalizedEmail = $"USER{i}@EXAMPLE.TEST", CreatedAt = at });
        }

        await db.SaveChangesAsync();
        var (rare, often) = (await IdAsync(db, "model 0001"), await IdAsync(db, "model 0002"));
        db.AuditEvents.AddRange(Enumerable.Range(1, Rows).Select(i => AnEvent(100 + i, start.AddMinutes(i - Rows), i, i % 6 == 0 ? rare : often)));
        await db.SaveChangesAsync();
        await FillVersionsAsync(other, start);
    }

    private async Task FillVersionsAsync(Guid other, DateTimeOffset start)
    {
        await using var db = Registry.OpenDatabase();
        var model = await db.Models.SingleAsync(found => found.Name == "model 0001");
        var gone = await db.Models.IgnoreQueryFilters().SingleAsync(found => found.Name == "model 0001 gone");
        for (var number = 1; number <= Rows; number++)
        {
            db.Notifications.Add(new Notification
            {
                UserId = Admin.UserId!.Value,
                Text = $"{number}",
                ModelId = number % 2 == 0 ? model.Id : null,
                At = start
            });
            db.PolicyVersions.Add(APolicy(null, "production", number + 1));
            db.PolicyVersions.Add(APolicy(model.Id, "staging", number));
            var version = new ModelVersion(model.Id, number, other, "other", start);
            db.Versions.Add(version);
            db.Quarantines.Add(AQuarantine(version, start));
            db.Versions.Add(new ModelVersion(gone.Id, number, other, "other", start) { DeletedAt = start.AddMinutes(-(number / 3)) });
            if (number == 1)
            {
                db.Metrics.AddRange(Enumerable.Range(1, Rows)
                    .Select(step => new Metric { VersionId = version.Id, Name = "loss", Step = step, At = start, ByName = "other" }));
            }
        }

        await db.SaveChangesAsync();
        await FillSlotAsync(db, model, start);
        await FillRequestsAsync(db, model, other, start);
    }

    /// <summary>One in two has its requester's own request for changes, answered or not: it waits for nobody.</summary>
    private static async Task FillRequestsAsync(RegistryDbContext db, Model model, Guid other, DateTimeOffset start)
    {
        var policy = PolicyMapping.Defaults[0];
        for (var number = 1; number <= Rows; number++)
        {
            var request = new PromotionRequest(number, model.Id,
                policy.Slot, policy.NormalizedSlot, start, TimeSpan.FromDays(30))
            {
                RequestedById = other,
                RequestedByName = "other",
                OpenedUnderId = policy.Id
            };
            db.PromotionRequests.Add(request);
            if (number % 2 == 0)
            {
                db.Reviews.Add(new Review { RequestId = request.Id, ById = other, ByName = "other", Decision = ReviewDecision.RequestChanges, At = start });
            }
        }

        await db.SaveChangesAsync();
    }

    private static async Task FillSlotAsync(RegistryDbContext db, Model model, DateTimeOffset start)
    {
        var slot = new Slot(model.Id, "champion", SlotKind.Alias, start);
        var version = await db.Versions.FirstAsync(found => found.ModelId == model.Id);
        db.Slots.Add(slot);
        for (var i = 1; i <= Rows; i++)
        {
            var stay = new SlotInterval
            {
                SlotId = slot.Id,
                VersionId = version.Id,
                VersionNumber = version.Number,
                From = start.AddMinutes(i - Rows),
                ByName = "other"
            };
            stay.End(new SlotDeparture(stay.From.AddSeconds(30), null, "other", MoveKind.Alias, null, null, null));
            db.SlotIntervals.Add(stay);
        }

        await db.SaveChangesAsync();
    }

    /// <summary>One in two was released.</summary>
    private static Quarantine AQuarantine(ModelVersion version, DateTimeOffset at)
    {
        var quarantine = new Quarantine(version.Number, at)
        {
            ModelId = version.ModelId,
            VersionId = version.Id,
            VersionNumber = version.Number,
            Reason = "Latency.",
            ByName = "other"
        };
        if (version.Number % 2 == 0)
        {
            quarantine.Release(at, Guid.NewGuid(), "other", "It was the load balancer.");
        }

        return quarantine;
    }

    private static PolicyVersion APolicy(Guid? modelId, string slot, int number) => new()
    {
        Id = Guid.NewGuid(),
        ModelId = modelId,
        Slot = slot,
        NormalizedSlot = SlotName.Normalize(slot),
        Number = number,
        ContentText = PolicyContent.Open.ToText(),
    };

    private static Task<Guid> IdAsync(RegistryDbContext db, string name) =>
        db.Models.Where(model => model.Name == name).Select(model => model.Id).SingleAsync();

    /// <summary>One event in six is by the rare person, of the rare action and of the model that is asked for.</summary>
    private static AuditEvent AnEvent(long seq, DateTimeOffset at, int i, Guid model) => new()
    {
        Seq = seq,
        Body = "{}",
        PreviousHash = "",
        Hash = "",
        At = at,
        ActorName = i % 6 == 0 ? "rare@example.test" : "often@example.test",
        Door = "api",
        Action = i % 6 == 0 ? "test.rare" : "test.often",
        Model = i % 6 == 0 ? "model 0001" : "model 0002",
        ModelId = model,
        Version = i % 6 == 0 ? (i % 30 == 0 ? 2 : 1) : null,
    };
}
