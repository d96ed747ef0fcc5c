namespace ModelRegistry.Core.Common;

/// <summary>
/// The moment at which something was read, in changes counted until then; equal stamps mean that nothing it depends on was committed between.
/// </summary>
public readonly record struct FreshnessStamp(long People, long Model);

/// <summary>
/// Counts what this process commits, so that answers kept in memory are never given after a change of them was acknowledged: take
/// the stamp, then read the database, keep both, and give the answer only while the stamp is the present one. Changes of a model count for
/// that model, all others (people, roles, tokens, rules of the server) for everything.
/// </summary>
public sealed class Freshness
{
    private const int Stripes = 1_024;

    private readonly long[] _models = new long[Stripes];
    private long _people;
    private long _commits;

    /// <summary>How many changes were committed, of whatever.</summary>
    internal long Commits => Volatile.Read(ref _commits);

    /// <summary>For an answer that depends on people and tokens, and on a model if one is named.</summary>
    public FreshnessStamp Stamp(Guid? modelId = null) =>
        new(Volatile.Read(ref _people), modelId is { } model ? Volatile.Read(ref _models[Stripe(model)]) : 0);

    /// <summary>These were committed; called before anybody is told so.</summary>
    internal void Committed(IEnumerable<RegistryEvent> events)
    {
        Interlocked.Increment(ref _commits); // before the others: who sees one of them counted must see this too
        foreach (var happened in events)
        {
            EventKind.TryOf(happened.GetType(), out var kind);
            if (happened.Model is { } model && kind?.Spreads != true)
            {
                Interlocked.Increment(ref _models[Stripe(model.Id)]);
            }
            else if (kind?.Harmless != true) // else everything would look old whenever somebody signs in
            {
                CountPeople();
            }
        }
    }

    /// <summary>A change failed in a way that leaves open whether it was committed.</summary>
    internal void Everything()
    {
        Interlocked.Increment(ref _commits);
        CountPeople();
    }

    private void CountPeople() => Interlocked.Increment(ref _people);

    // Models that share a stripe make each other look old now and then, which costs a read and is never wrong.
    private static int Stripe(Guid modelId) => (int)((uint)modelId.GetHashCode() % Stripes);
}
