namespace ModelRegistry.Core.Models;

internal enum FilterField
{
    Name,
    Owner,
    Description,
    Tag,
}

internal enum FilterOperator
{
    Equal,
    NotEqual,

    /// <summary>By case, with <c>%</c> for any run of characters and <c>_</c> for one.</summary>
    Like,

    /// <summary>As <see cref="Like"/>, without regard to case and width.</summary>
    ILike,
}

/// <summary>One comparison of a filter, such as <c>tags.team = 'risk'</c>; the key is that of a tag, else empty.</summary>
internal sealed record FilterComparison(FilterField Field, string Key, FilterOperator Operator, string Value);
