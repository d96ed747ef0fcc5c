using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// Removes a batch of marked files. Each is claimed first, so that nobody can be sending the same bytes; then the transaction
/// looks again whether something lists them. Killed in between, it leaves a mark without a file, or a file without a mark:
/// both are nobody's and found by the next sweep.
/// </summary>
internal sealed class SweepRemoval(ArtifactStore artifacts, IReadOnlyList<UnreferencedFile> due)
{
    public async Task<SweepResult> RunAsync(RegistryStore store, Actor actor, Func<long, long, SweepResult> tell, CancellationToken ct)
    {
        using var claim = artifacts.Claim(due.Select(file => file.Sha256));
        var claimed = claim.Digests.ToArray();
        // Counted before the transaction, which may run twice: the second time they are gone.
        var there = due.Where(file => artifacts.Has(file.Sha256)).ToDictionary(file => file.Sha256, file => file.Size);
        return await store.WriteAsync(actor, async transaction =>
        {
            var referenced = await transaction.Db.ReferencedAsync(claimed, ct);
            await transaction.Db.UnreferencedFiles.Where(file => claimed.Contains(file.Sha256)).ExecuteDeleteAsync(ct);
            var gone = claimed.Where(digest => !referenced.Contains(digest) && there.ContainsKey(digest)).ToList();
            gone.ForEach(artifacts.Remove);
            var (files, bytes) = (gone.Count, gone.Sum(digest => there[digest]));
            var result = tell(files, bytes);
            transaction.Record(new StoreSwept(
                new(result.Files, result.Bytes, result.UnreferencedFiles, result.UnreferencedBytes, result.RemovedFiles, result.RemovedBytes, result.Leftovers,
                new(files, bytes))));
            return result;
        }, ct);
    }
}
