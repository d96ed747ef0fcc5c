namespace ModelRegistry.Core.Data;

/// <summary>Something that follows a change in the transaction of the change itself. The name says what, for tests and for whoever reads the list.</summary>
public sealed class Reaction
{
    private readonly Func<RegistryTransaction, object, CancellationToken, Task> _follow;

    private Reaction(string name, Type to, Func<RegistryTransaction, object, CancellationToken, Task> follow) => (Name, To, _follow) = (name, to, follow);

    public string Name { get; }

    /// <summary>The kind of change that it follows.</summary>
    public Type To { get; }

    public static Reaction Of<T>(string name, Func<RegistryTransaction, T, CancellationToken, Task> follow)
        where T : class => new(name, typeof(T), (transaction, change, ct) => follow(transaction, (T)change, ct));

    internal Task FollowAsync(RegistryTransaction transaction, object change, CancellationToken ct) => _follow(transaction, change, ct);
}

/// <summary>
/// Every reaction, in the order in which they run. A feature tells what changed and knows nothing of what follows; the composition root alone
/// says what does.
/// </summary>
public sealed class Reactions(IReadOnlyList<Reaction> inOrder)
{
    internal async Task FollowAsync<T>(RegistryTransaction transaction, T change, CancellationToken ct)
        where T : class
    {
        foreach (var reaction in inOrder.Where(reaction => reaction.To == typeof(T)))
        {
            await reaction.FollowAsync(transaction, change, ct);
        }
    }
}
