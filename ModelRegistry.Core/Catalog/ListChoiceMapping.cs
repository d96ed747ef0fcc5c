using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Filters;

namespace ModelRegistry.Core.Catalog;

internal sealed class ListChoiceMapping : IEntityTypeConfiguration<ListChoice>
{
    public void Configure(EntityTypeBuilder<ListChoice> builder)
    {
        builder.ToTable("ListChoices");
        builder.HasKey(choice => new { choice.UserId, choice.ListId });
        builder.Property(choice => choice.Columns).HasMaxLength(ColumnList.MaxLength);
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(choice => choice.UserId);
    }
}
