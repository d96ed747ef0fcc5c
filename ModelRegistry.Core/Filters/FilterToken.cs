namespace ModelRegistry.Core.Filters;

internal enum FilterTokenKind
{
    /// <summary>A field, bare (<c>name</c>, <c>tags.team</c>) or with its key in quotes (<c>tags."cost centre"</c>).</summary>
    Field,

    /// <summary>A text in single or double quotes.</summary>
    Text,
    Number,

    /// <summary><c>=</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> or <c>&gt;=</c>.</summary>
    Comparer,
    And,
    Or,
    Not,
    In,
    Like,
    ILike,
    Open,
    Close,
    Comma,

    /// <summary>A quote that is not closed, with all that follows it.</summary>
    Unclosed,
    Other,
}

/// <summary>A piece of a filter and where it stands.</summary>
internal readonly record struct FilterToken(FilterTokenKind Kind, int Position, int Length, string Value)
{
    public int End => Position + Length;
}
