using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Catalog;

/// <summary>
/// Keeps which columns a person wants to see of a list, for their next visit, on whatever machine. No event: it is theirs alone and changes nothing that
/// anybody else sees.
/// </summary>
public sealed class ListChoices(RegistryStore store)
{
    /// <summary>What the reader chose for the versions of this model, or for the list of models; null when nothing.</summary>
    public Task<string?> ColumnsAsync(string? modelName, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var list = await ListAsync(db, modelName, actor, ct);
            return await db.ListChoices.Where(choice => choice.UserId == actor.UserId && choice.ListId == list).Select(choice => choice.Columns)
                .SingleOrDefaultAsync(ct);
        }, ct);

    /// <summary>Null or nothing goes back to the usual columns.</summary>
    public Task KeepColumnsAsync(string? modelName, string? columns, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.Browse);
            var text = Text.Check("columns", columns, ColumnList.MaxLength);
            var user = actor.UserId ?? throw RegistryException.Forbidden("person_needed", "Only a person has columns of their own.");
            var db = transaction.Db;
            var list = await ListAsync(db, modelName, actor, ct);
            transaction.AllowUnaudited(typeof(ListChoice));
            var kept = await db.ListChoices.AsTracking().SingleOrDefaultAsync(choice => choice.UserId == user && choice.ListId == list, ct);
            if (text.Length == 0)
            {
                db.RemoveRange(kept is null ? [] : [kept]);
            }
            else if (kept is null)
            {
                db.ListChoices.Add(new ListChoice { UserId = user, ListId = list, Columns = text });
            }
            else
            {
                kept.Columns = text;
            }
        }, ct);

    private static async Task<Guid> ListAsync(RegistryDbContext db, string? modelName, Actor actor, CancellationToken ct) =>
        modelName is null ? Guid.Empty : (await db.FindModelAsync(actor, modelName, ct)).Id;
}
