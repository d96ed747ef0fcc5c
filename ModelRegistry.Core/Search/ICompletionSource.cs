using ModelRegistry.Core.Filters;

namespace ModelRegistry.Core.Search;

/// <summary>What a list can be searched by: the versions of a model, or models.</summary>
internal interface ICompletionSource
{
    /// <summary>Its fields without a key, those that are asked for most first.</summary>
    IReadOnlyList<string> Fields { get; }

    bool Has(FilterField field);

    /// <summary>Names of metrics, parameters or tags that begin so.</summary>
    Task<IReadOnlyList<string>> KeysAsync(string prefix, string start, CancellationToken ct);

    /// <summary>Values of a field that begin so; none where it holds numbers, instants or prose.</summary>
    Task<IReadOnlyList<string>> ValuesAsync(FilterField field, string start, CancellationToken ct);
}
