using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Slots;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Retirement;

/// <summary>What pages say about retired versions and models, and about files that nothing lists.</summary>
public static class RetireWords
{
    public const int ReasonMaxLength = SlotInterval.ReasonMaxLength;

    public const string Deleted = "Deleted. An admin can restore it from the bin.";

    /// <summary>The model or version of a row.</summary>
    public static string Name(BinEntry entry) => entry.Version is { } version ? $"{entry.Model} v{version}" : entry.Model;

    /// <summary>What a purge does and what stays, before it is done.</summary>
    public static string PurgeOf(BinEntry entry) =>
        $"{Files(entry.Files, entry.Bytes)}, its metrics with their history, parameters, tags, checks, description, data set and source are gone for good: "
            + "nobody can restore them. "
        + "Its number, label, digest, history in slots, requests with their reviews and the audit trail stay. Its bytes leave the disk with a later sweep, "
            + "unless another version has the same.";

    /// <summary>Why it cannot be restored; null when it can.</summary>
    public static string? WhyNotRestore(BinEntry entry) => entry switch
    {
        { PurgedAt: not null } => "It was purged: its files are gone for good.",
        { Version: not null, ModelDeleted: true } => "Its model is deleted too. Restore that first.",
        _ => null,
    };

    /// <summary>Why it cannot be purged; null when it can.</summary>
    public static string? WhyNotPurge(BinEntry entry) => entry switch
    {
        { PurgedAt: not null } => "It was purged already.",
        { Hold: { } hold } => $"{hold.By} holds it: {hold.Reason.TrimEnd('.')}. Release the hold first.",
        _ => null,
    };

    public static string Files(long count, long bytes) => $"{count} {(count == 1 ? "file" : "files")} ({ByteCount.Of(bytes)})";
}
