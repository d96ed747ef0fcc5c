namespace ModelRegistry.Core.Data;

/// <summary>What the reads of one page found already, by what was asked. Never part of a change: those read what is there now.</summary>
internal sealed class ReadMemory
{
    private readonly Dictionary<object, object> _found = [];
    private readonly Dictionary<Guid, bool> _marked = [];

    /// <summary>Those of the ids that a read marks; only ids that were not asked for before are read.</summary>
    public async Task<IReadOnlySet<Guid>> EachAsync(Guid[] ids, Func<Guid[], Task<IReadOnlySet<Guid>>> marked)
    {
        var unknown = ids.Where(id => !_marked.ContainsKey(id)).Distinct().ToArray();
        var fresh = unknown.Length == 0 ? new HashSet<Guid>() : await marked(unknown);
        foreach (var id in unknown)
        {
            _marked[id] = fresh.Contains(id);
        }

        return ids.Where(id => _marked[id]).ToHashSet();
    }

    /// <summary>What was found before under this key, else what is read now; a refusal is not kept.</summary>
    public static async Task<T> OnceAsync<T>(RegistryDbContext db, object key, Func<Task<T>> read)
        where T : notnull
    {
        if (db.Memory is not { } memory)
        {
            return await read();
        }

        if (memory._found.TryGetValue(key, out var found))
        {
            return (T)found;
        }

        var fresh = await read();
        memory._found[key] = fresh;
        return fresh;
    }
}
