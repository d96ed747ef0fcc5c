using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Retirement;

/// <summary>What became of one of them: done, or which rule refused it, as it would have been refused alone.</summary>
public sealed record BulkAnswer(string Item, bool Ok, string? Code = null, string? Detail = null)
{
    public static BulkAnswer Refused(string item, RegistryException refusal) => new(item, false, refusal.Code, refusal.Message);
}
