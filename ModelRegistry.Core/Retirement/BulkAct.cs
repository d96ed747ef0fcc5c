namespace ModelRegistry.Core.Retirement;

/// <summary>What is done to several at once.</summary>
public enum BulkAct
{
    /// <summary>Sets tags; a tag set to null is removed.</summary>
    Tag,
    Archive,
    Unarchive,
}
