using ModelRegistry.Core.Access;
using ModelRegistry.Core.Audit;
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
    public static Task<Slot> PutAsync(this ITestHost registry, Actor by, string model, string slot, int? version, MoveKind via = MoveKind.Promotion, string? reason = null, long? request = null) =>
        registry.Get<RegistryStore>().WriteAsync(by, async transaction =>
        {
            var db = transaction.Db;
            var found = await db.FindModelAsync(by, model, default);
            await db.LockAsync(found, default);
            var to = version is { } number ? (await db.FindVersionAsync(by, model, number.Text(), default)).Version : null;
            return await SlotMoves.MoveAsync(transaction, found, new SlotMove(await db.NamedSlotAsync(found, slot, default), to, via, reason, request), default);
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
            transaction.Record(new AuditFact("test.policy", model, null, null, null, null));
        }, default);

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
