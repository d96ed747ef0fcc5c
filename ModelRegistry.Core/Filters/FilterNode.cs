namespace ModelRegistry.Core.Filters;

internal enum FilterOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    /// <summary>By case, with <c>%</c> for any run of characters and <c>_</c> for one.</summary>
    Like,

    /// <summary>As <see cref="Like"/>, without regard to case and width.</summary>
    ILike,
    In,
    NotIn,

    /// <summary>Only in the dialect of MLflow, without a value.</summary>
    IsNull,
    IsNotNull,
}

/// <summary>A value and where it stands; a number keeps how it was written.</summary>
internal sealed record FilterValue(string Text, double? Number, int Position, int Length);

/// <summary>A field as it is written: <c>tags.team</c> has the prefix <c>tags</c> and the key <c>team</c>, <c>name</c> has no prefix.</summary>
internal sealed record FilterField(string Prefix, string Key, int Position, int Length)
{
    public static FilterField Of(FilterToken token)
    {
        var dot = token.Value.IndexOf('.', StringComparison.Ordinal);
        return dot < 0
            ? new FilterField("", token.Value, token.Position, token.Length)
            : new FilterField(token.Value[..dot].ToLowerInvariant(), token.Value[(dot + 1)..], token.Position, token.Length);
    }

    /// <summary>The name of an attribute in small letters; null for what has another prefix, such as <c>tags</c>.</summary>
    public string? Attribute => Prefix is "" or "attribute" or "attributes" ? Key.ToLowerInvariant() : null;
}

internal abstract record FilterNode;

/// <summary>All of them; joined flat, so that a thousand comparisons are no depth.</summary>
internal sealed record FilterAll(IReadOnlyList<FilterNode> Nodes) : FilterNode;

/// <summary>At least one of them.</summary>
internal sealed record FilterAny(IReadOnlyList<FilterNode> Nodes) : FilterNode;

internal sealed record FilterNot(FilterNode Node) : FilterNode;

/// <summary>One comparison, such as <c>tags.team = 'risk'</c>; only <c>in</c> has several values.</summary>
internal sealed record FilterComparison(FilterField Field, FilterOperator Operator, IReadOnlyList<FilterValue> Values) : FilterNode
{
    /// <summary>Where the operator stands.</summary>
    public required (int Position, int Length) At { get; init; }

    public FilterValue Value => Values[0];
}
