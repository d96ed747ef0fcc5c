using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Data;

/// <summary>
/// The answer of a call that carried an idempotency key, written in the transaction of its effect: the same call again gets
/// the same answer and has no second effect. Kept for a day.
/// </summary>
[NotInLedger("an answer that is kept for a day")]
public sealed class IdempotencyRecord
{
    /// <summary>SHA-256 over principal, route and key.</summary>
    public string KeyHash { get; init; } = "";

    /// <summary>SHA-256 of the body that came with it.</summary>
    public string BodyHash { get; init; } = "";

    /// <summary>The result as JSON; null when it held a secret.</summary>
    public string? Answer { get; init; }

    /// <summary>What was made, for answers that hold a secret and are not given twice.</summary>
    public string? CreatedId { get; init; }

    /// <summary>A line for each right that the call was asked for.</summary>
    public string? Rights { get; init; }

    /// <summary>The models that it changed, by their ids with spaces between.</summary>
    public string? Models { get; init; }

    public DateTimeOffset At { get; init; }
}

internal sealed class IdempotencyMapping : IEntityTypeConfiguration<IdempotencyRecord>
{
    private const int CreatedIdMaxLength = 100;

    public void Configure(EntityTypeBuilder<IdempotencyRecord> builder)
    {
        builder.ToTable("IdempotencyRecords");
        builder.HasKey(record => record.KeyHash);
        builder.Property(record => record.KeyHash).HasMaxLength(Sha256Hex.Length);
        builder.Property(record => record.BodyHash).HasMaxLength(Sha256Hex.Length);
        builder.Property(record => record.CreatedId).HasMaxLength(CreatedIdMaxLength);
        builder.HasIndex(record => record.At);
    }
}
