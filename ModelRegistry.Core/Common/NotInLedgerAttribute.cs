namespace ModelRegistry.Core.Common;

/// <summary>
/// A column, or a whole table, whose rows the audit chain holds no digest of, and why: it changes without an event, or another check compares it
/// with the chain (<see cref="Compared"/>). Without this mark a change of it needs an event, and <c>verify --all</c> finds a change that had none.
/// What nothing compares is named by <c>verify --all</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = true)]
public sealed class NotInLedgerAttribute(string why, params string[] columns) : Attribute
{
    public string Why => why;

    /// <summary>On a class: these properties, which it inherits; none: all of it.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>Another check compares it with the chain.</summary>
    public bool Compared { get; init; }
}

/// <summary>The rows go by themselves when their time is over, so that one that is gone tells nothing.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GoesByItselfAttribute : Attribute;
