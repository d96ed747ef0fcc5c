using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Quarantines;

/// <summary>A quarantine to set, with its number and the rollback that sets it, if one does.</summary>
internal sealed record NewQuarantine(Guid VersionId, int VersionNumber, string? Digest, string? ContentDigest)
{
    public long Number { get; init; }

    public string Reason { get; init; } = "";

    public long? RollbackNumber { get; init; }
}

/// <summary>
/// Sets and lifts quarantines inside a transaction that holds the lock of the model, then of the version, then the turn
/// of decisions: by hand, or as a part of a rollback.
/// </summary>
internal static class Quarantining
{
    public static string CheckReason(string? reason) => Text.Check("reason", reason, SlotInterval.ReasonMaxLength, required: true).Trim();

    /// <summary>Takes the locks in their order and reads model and version again.</summary>
    public static async Task LockAsync(RegistryTransaction transaction, Model model, ModelVersion version, CancellationToken ct)
    {
        await transaction.Db.LockAsync(model, ct);
        await transaction.Db.LockAsync(version, ct);
        await transaction.TakeTurnAsync(ct);
    }

    /// <summary>Refuses a version that has a quarantine of its own; one that only shares its bytes with another may get its own.</summary>
    public static async Task<Quarantine> SetAsync(RegistryTransaction transaction, Model model, ModelVersion version, string reason, CancellationToken ct)
    {
        var db = transaction.Db;
        if (await db.HasOwnQuarantineAsync(version.Id, ct))
        {
            throw AlreadyQuarantined((await db.OwnQuarantineAsync(version, ct))!);
        }

        var reviewers = await Reviewers.ReadAsync(db, model, null, [], ct);
        var wish = new NewQuarantine(version.Id, version.Number, version.Digest, version.ContentDigest)
        {
            Number = await db.NextRequestNumberAsync(ct),
            Reason = reason
        };
        return await SetAsync(transaction, model, wish, reviewers, ct);
    }

    /// <summary>The same for a version of which is known that it has none; these reviewers are told.</summary>
    public static async Task<Quarantine> SetAsync(RegistryTransaction transaction, Model model, NewQuarantine wish, Reviewers reviewers, CancellationToken ct)
    {
        var quarantine = new Quarantine(wish.Number, transaction.Now)
        {
            ModelId = model.Id,
            VersionId = wish.VersionId,
            VersionNumber = wish.VersionNumber,
            Digest = wish.Digest,
            ContentDigest = wish.ContentDigest,
            Reason = wish.Reason,
            ById = transaction.Actor.UserId ?? Guid.Empty,
            ByName = transaction.Actor.Name,
            RollbackNumber = wish.RollbackNumber,
        };
        transaction.Db.Quarantines.Add(quarantine);
        transaction.Record(new VersionQuarantined(model.Ref, wish.VersionNumber,
            new(quarantine.Number, quarantine.Digest, quarantine.ContentDigest, wish.RollbackNumber), wish.Reason));
        await QuarantineNotices.SetAsync(transaction, model, quarantine, reviewers, ct);
        return quarantine;
    }

    /// <summary>Lifts these quarantines; each leaves its event where it was set, and the version that was asked for has one in any case.</summary>
    public static async Task ReleaseAsync(RegistryTransaction transaction, Model model, ModelVersion version, IReadOnlyCollection<Quarantine> held,
        string reason, CancellationToken ct)
    {
        var models = await transaction.Db.ModelsOfAsync(held, ct);
        foreach (var quarantine in held)
        {
            quarantine.Release(transaction.Now, transaction.Actor.UserId ?? Guid.Empty, transaction.Actor.Name, reason);
            transaction.Record(new VersionReleased(models[quarantine.ModelId].Ref, quarantine.VersionNumber, new(quarantine.Number, SameBytes: false), reason));
        }

        if (held.All(quarantine => quarantine.VersionId != version.Id))
        {
            transaction.Record(new VersionReleased(model.Ref, version.Number, new(null, SameBytes: true), reason));
        }

        await QuarantineNotices.ReleasedAsync(transaction, held, models, ct);
    }

    /// <summary>What was quarantined before it had files is followed by its bytes from the seal on.</summary>
    public static async Task FollowSealAsync(RegistryTransaction transaction, VersionSeal change, CancellationToken ct)
    {
        var version = change.Version;
        var holding = await transaction.Db.QuarantinesHolding(version).AsTracking().ToListAsync(ct);
        change.Quarantined = holding.Count > 0;
        if (holding.Find(quarantine => quarantine.VersionId == version.Id) is { } own)
        {
            (own.Digest, own.ContentDigest) = (version.Digest, version.ContentDigest);
        }
    }

    public static Task<bool> HasOwnQuarantineAsync(this RegistryDbContext db, Guid versionId, CancellationToken ct) =>
        db.Quarantines.AnyAsync(found => found.VersionId == versionId && found.ReleasedAt == null, ct);

    public static Task<Quarantine?> OwnQuarantineAsync(this RegistryDbContext db, ModelVersion version, CancellationToken ct) =>
        db.Quarantines.AsTracking().FirstOrDefaultAsync(quarantine => quarantine.VersionId == version.Id && quarantine.ReleasedAt == null, ct);

    public static string SetAlready(Quarantine own) =>
        string.Create(CultureInfo.InvariantCulture, $"v{own.VersionNumber} is quarantined already, since {own.At.UtcDateTime:d MMMM yyyy} by {own.ByName}.");

    private static RegistryException AlreadyQuarantined(Quarantine own) => new(RefusalKind.Conflict, "already_quarantined", SetAlready(own), "version")
    {
        Details = new Dictionary<string, object?> { ["quarantine"] = own.Number },
    };

    private static Task<Dictionary<Guid, Model>> ModelsOfAsync(this RegistryDbContext db, IReadOnlyCollection<Quarantine> quarantines, CancellationToken ct)
    {
        var ids = quarantines.Select(quarantine => quarantine.ModelId).Distinct().ToArray();
        return db.Models.IgnoreQueryFilters(Deletion.Filters).Where(model => ids.Contains(model.Id)).ToDictionaryAsync(model => model.Id, ct);
    }
}
