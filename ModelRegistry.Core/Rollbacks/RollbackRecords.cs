using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>Tells of a rollback that happened.</summary>
public sealed class RollbackRecords(RegistryStore store)
{
    /// <summary>The rollback of that number, with whether the version that it removed is quarantined now.</summary>
    public Task<RollbackView> GetAsync(long number, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var found = await db.Rollbacks.Where(rollback => rollback.Number == number)
                .Join(db.Models.VisibleTo(actor), rollback => rollback.ModelId, model => model.Id, (rollback, model) => new { Rollback = rollback, model.Name })
                .FirstOrDefaultAsync(ct) ?? throw RegistryException.NotFound("rollback_not_found", $"There is no rollback #{number.ToString(PageToken.Culture)} here, or you may not see it.");
            var quarantined = await db.QuarantinedAsync([found.Rollback.FromVersionId], ct);
            return RollbackExecution.View(found.Rollback, found.Name, quarantined.Count > 0);
        }, ct);
}
