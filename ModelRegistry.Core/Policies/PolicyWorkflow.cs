using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Policies;

/// <summary>Publishes policies. Published versions never change: a change is a new version, and requests keep the one they were opened under.</summary>
public sealed class PolicyWorkflow(RegistryStore store)
{
    /// <summary>
    /// For a stage of the server, in all models or those of a collection and below it, or for a slot of one model alone; an alias becomes protected by it.
    /// Refuses with 409 when <paramref name="expectedVersion"/> is not the newest any more.
    /// </summary>
    public Task<PolicyView> PublishAsync(PolicyScope? of, string slot, PolicyContent content, string? reason, int? expectedVersion, Actor actor,
        CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            Rights.Require(actor, Right.ManagePolicies);
            if (of is { Model: { } model })
            {
                await db.LockNamedAsync(model, ct);
            }

            await transaction.TakeTurnAsync(ct); // one publisher at a time, while stages and what metrics mean stand still
            var target = await PolicyTarget.FindAsync(db, of, slot, actor, ct);
            var row = await PolicyPublishing.PublishAsync(transaction, target, new NewPolicy(content, reason, expectedVersion), ct);
            var view = (await PolicyViews.ReadAsync(db, [row], target.Model?.Name, ct))[0];
            return view with { Warnings = await PolicyWarnings.ReadAsync(db, target, row.Content, ct) };
        }, ct);
}
