using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Catalog;

/// <summary>Which columns one person wants to see of one list, in which order: the versions of a model, or models.</summary>
[NotInLedger("how one person looks at a list, which decides nothing")]
public sealed class ListChoice
{
    public Guid UserId { get; init; }

    /// <summary>The model whose versions are listed; empty for the list of models.</summary>
    public Guid ListId { get; init; }

    public string Columns { get; set; } = "";
}
