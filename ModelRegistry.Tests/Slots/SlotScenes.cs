using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Slots;

/// <summary>Puts versions into slots as an executed request would, for tests of what follows from it.</summary>
internal static class SlotScenes
{
    public static Task<Slot> PutAsync(this ITestHost registry, Actor by, string model, string slot, int? version, MoveKind via = MoveKind.Promotion,
        string? reason = null, long? request = null) =>
        registry.Get<RegistryStore>().WriteAsync(by, async transaction =>
        {
            var db = transaction.Db;
            var found = await db.FindModelAsync(by, model, default);
            await db.LockAsync(found, default);
            var to = version is { } number ? (await db.FindVersionAsync(by, model, number.Text(), default)).Version : null;
            return await SlotMoves.MoveAsync(transaction, found,
                new SlotMove(await db.NamedSlotAsync(found, slot, default), to?.AsOccupant, via, reason, request), default);
        }, default);

    /// <summary>Publishes a policy for a slot of one model.</summary>
    public static Task PolicyAsync(this ITestHost registry, string model, string slot, PolicyContent content) =>
        registry.Get<RegistryStore>().WriteAsync(Actor.System, async transaction =>
        {
            var found = await transaction.Db.FindModelAsync(Actor.System, model, default);
            transaction.Db.PolicyVersions.Add(new PolicyVersion
            {
                Id = Guid.NewGuid(),
                ModelId = found.Id,
                Slot = slot,
                NormalizedSlot = SlotName.Normalize(slot),
                Number = 1,
                ContentText = content.ToText(),
                PublishedAt = transaction.Now,
            });
            transaction.Record(new TestChanged(found.Ref));
        }, default);

    /// <summary>So many stays, each of a minute, one after the other; written in one piece, which is quicker than moving.</summary>
    public static async Task ManyStaysAsync(this TestRegistry registry, Actor by, string model, string alias, int count)
    {
        var slot = await registry.PutAsync(by, model, alias, 1, MoveKind.Alias);
        await using var db = registry.OpenDatabase();
        var last = await db.SlotIntervals.SingleAsync(stay => stay.SlotId == slot.Id);
        for (var i = 1; i < count; i++)
        {
            var stay = new SlotInterval
            {
                SlotId = slot.Id,
                VersionId = last.VersionId,
                VersionNumber = 1,
                From = last.From.AddMinutes(-i),
                ByName = by.Name,
                Via = MoveKind.Alias
            };
            stay.End(new SlotDeparture(stay.From.AddMinutes(1), by.UserId, by.Name, MoveKind.Alias, null, null, null));
            db.SlotIntervals.Add(stay);
        }

        await db.SaveChangesAsync();
    }

    /// <summary>alias-0, alias-1 …, all on the first version.</summary>
    public static async Task ManyAliasesAsync(this TestRegistry registry, Actor by, string model, int count)
    {
        await registry.PutAsync(by, model, "alias-0", 1, MoveKind.Alias);
        await using var db = registry.OpenDatabase();
        var first = await db.SlotIntervals.SingleAsync(stay =>
            db.Slots.Any(slot => slot.Id == stay.SlotId && slot.ModelId == db.Models.First(found => found.Name == model).Id));
        var owner = await db.Slots.SingleAsync(slot => slot.Id == first.SlotId);
        for (var i = 1; i < count; i++)
        {
            var slot = new Slot(owner.ModelId, $"alias-{i}", SlotKind.Alias, first.From);
            var stay = new SlotInterval
            {
                SlotId = slot.Id,
                VersionId = first.VersionId,
                VersionNumber = 1,
                From = first.From,
                ByName = by.Name,
                Via = MoveKind.Alias
            };
            slot.Move(stay, new SlotDeparture(first.From, by.UserId, by.Name, MoveKind.Alias, null, null, null));
            db.Slots.Add(slot);
            db.SlotIntervals.Add(stay);
        }

        await db.SaveChangesAsync();
    }

    /// <summary>A model of the scientist with so many sealed versions.</summary>
    public static async Task<string> AModelWithAsync(this StaffedRegistry staff, int versions)
    {
        var model = await staff.AModelAsync();
        for (var i = 1; i <= versions; i++)
        {
            await staff.Registry.ASealedVersionAsync(staff.Scientist, model, content: $"{model} {i}");
        }

        return model;
    }
}
