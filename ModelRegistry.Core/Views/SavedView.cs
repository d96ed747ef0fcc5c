using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Views;

/// <summary>The list that a view is of.</summary>
public enum ListKind
{
    Models,

    /// <summary>The versions of one model.</summary>
    Versions,
}

/// <summary>
/// How somebody looked at a list, under a name: filter, order and columns as they stand in the address of its page. Kept as it was written, so that a
/// column that no longer exists is the list's business and not a reason to lose the view.
/// </summary>
[NotInLedger("how somebody looks at a list, which decides nothing")]
public sealed class SavedView
{
    public const int NameMaxLength = 100;
    public const int QueryMaxLength = 4000;

    /// <summary>Views that one person may keep.</summary>
    public const int MostOfOne = 200;

    public Guid Id { get; init; }

    public Guid OwnerId { get; init; }

    public ListKind List { get; init; }

    /// <summary>The model whose versions it lists; null for the list of models.</summary>
    public Guid? ModelId { get; init; }

    public required string Name { get; set; }

    public required string NormalizedName { get; init; }

    public string Query { get; set; } = "";

    /// <summary>Everybody who sees the list sees it too.</summary>
    public bool Shared { get; set; }

    /// <summary>The model's versions are shown by it unless the address says something else.</summary>
    public bool IsDefault { get; set; }

    public DateTimeOffset SavedAt { get; set; }
}

internal sealed class SavedViewMapping : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> builder)
    {
        builder.ToTable("SavedViews");
        builder.Property(view => view.Id).ValueGeneratedNever();
        builder.Property(view => view.Name).HasMaxLength(SavedView.NameMaxLength);
        builder.Property(view => view.NormalizedName).HasMaxLength(SavedView.NameMaxLength * 4);
        builder.Property(view => view.Query).HasMaxLength(SavedView.QueryMaxLength);
        builder.HasIndex(view => new { view.OwnerId, view.NormalizedName }).HasDatabaseName("IX_SavedViews_OfModels").IsUnique()
            .HasFilter("[ModelId] IS NULL");
        builder.HasIndex(view => new { view.ModelId, view.OwnerId, view.NormalizedName }).HasDatabaseName("IX_SavedViews_OfVersions").IsUnique()
            .HasFilter("[ModelId] IS NOT NULL");
        builder.HasIndex(view => new { view.OwnerId, view.Id });
        builder.HasIndex(view => new { view.ModelId, view.NormalizedName, view.Id }).HasDatabaseName("IX_SavedViews_Listed");
        builder.HasIndex(view => view.ModelId).HasDatabaseName("IX_SavedViews_Default").IsUnique().HasFilter("[IsDefault] = 1");
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(view => view.OwnerId);
        builder.HasOne<Model>().WithMany().HasForeignKey(view => view.ModelId);
    }
}
