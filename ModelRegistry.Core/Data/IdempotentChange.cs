using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Data;

/// <summary>
/// Runs a change once per idempotency key, inside its transaction. The key's row is written before the change: of two calls at
/// once the second waits there for the first, loses by the unique key, runs again and finds the answer. A change that is refused
/// takes its row with it, so that only successes are kept.
/// </summary>
internal static class IdempotentChange
{
    private static readonly JsonSerializerOptions Options = new()
    {
        IncludeFields = true, // tuples have nothing but fields
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    public static async Task<T> RunAsync<T>(RegistryTransaction transaction, IdempotencyKey key, Func<RegistryTransaction, Task<T>> change,
        CancellationToken ct)
    {
        var kept = await FindAsync(transaction, key, ct);
        key.Replayed = kept is not null;
        if (kept is not null)
        {
            var about = ModelsOf(kept);
            RequireAllowed(kept, about, transaction.Actor);
            await transaction.FollowAsync(new ReplayedAnswer(about), ct);
            return Replay<T>(kept, key);
        }

        transaction.Db.IdempotencyRecords.Add(new IdempotencyRecord { KeyHash = key.KeyHash, BodyHash = key.BodyHash, At = transaction.Now });
        await transaction.Db.SaveChangesAsync(ct);
        var result = await change(transaction);
        var createdId = (result as IShownOnce)?.CreatedId;
        var answer = createdId is null ? Write(result) : null;
        var rights = string.Join('\n', key.Asked);
        var models = string.Join(' ', transaction.Events.Select(happened => happened.Model?.Id).OfType<Guid>().Distinct());
        await transaction.Db.IdempotencyRecords.Where(record => record.KeyHash == key.KeyHash)
            .ExecuteUpdateAsync(set => set.SetProperty(record => record.Answer, answer).SetProperty(record => record.CreatedId, createdId)
                .SetProperty(record => record.Rights, rights).SetProperty(record => record.Models, models), ct);
        return result;
    }

    internal static string Write<T>(T result) => JsonSerializer.Serialize(result, Options);

    internal static T Read<T>(string answer) => JsonSerializer.Deserialize<T>(answer, Options)!;

    /// <summary>
    /// Right first, then the answer: the key belongs to the person, and another token of theirs may be allowed less, as may they themselves by now.
    /// </summary>
    private static void RequireAllowed(IdempotencyRecord kept, Guid[] models, Actor actor)
    {
        foreach (var asked in kept.Rights?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            Rights.RequireAgain(actor, asked);
        }

        // Whether the models lie in its collections now is asked with the reaction that follows.
        if (actor.Token is { IsLimited: true } token
            && (kept.Models is null || (token.Collections is null && !models.All(token.ModelIds!.Contains))))
        {
            throw RegistryException.Forbidden("token_limited", "This access token is limited to models that this call was not about.");
        }
    }

    private static Guid[] ModelsOf(IdempotencyRecord kept) =>
        [.. (kept.Models ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)];

    private static async Task<IdempotencyRecord?> FindAsync(RegistryTransaction transaction, IdempotencyKey key, CancellationToken ct)
    {
        var expired = transaction.Now - IdempotencyKey.Kept;
        var rows = transaction.Db.IdempotencyRecords.AsNoTracking().Where(record => record.KeyHash == key.KeyHash);
        var record = await rows.FirstOrDefaultAsync(ct);
        if (record is null || record.At > expired)
        {
            return record;
        }

        await rows.Where(found => found.At <= expired).ExecuteDeleteAsync(ct);
        return null;
    }

    private static T Replay<T>(IdempotencyRecord kept, IdempotencyKey key)
    {
        if (kept.BodyHash != key.BodyHash)
        {
            throw RegistryException.Invalid("Idempotency-Key", "idempotency_key_reused",
                "This Idempotency-Key was used here within 24 hours with another body. Use a new key for another change.");
        }

        if (kept.Answer is null)
        {
            throw new RegistryException(RefusalKind.Conflict, "already_created",
                $"This call was done already and made {kept.CreatedId}. Its answer held a secret that is shown once: if it was lost, take back what was "
                    + "made and make another.")
            {
                Details = new Dictionary<string, object?> { ["id"] = kept.CreatedId },
            };
        }

        return Read<T>(kept.Answer);
    }
}

/// <summary>An answer about these models is about to be given again: who may not see one of them any more is told nothing.</summary>
internal sealed record ReplayedAnswer(IReadOnlyList<Guid> Models);
