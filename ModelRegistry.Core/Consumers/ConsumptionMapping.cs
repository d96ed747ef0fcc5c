using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Consumers;

internal sealed class ConsumptionMapping : IEntityTypeConfiguration<Consumption>
{
    public void Configure(EntityTypeBuilder<Consumption> builder)
    {
        builder.ToTable("Consumptions");
        builder.HasKey(consumption => new { consumption.SlotId, consumption.TokenId });
        builder.HasOne<Slot>().WithMany().HasForeignKey(consumption => consumption.SlotId);
        builder.HasOne<AccessToken>().WithMany().HasForeignKey(consumption => consumption.TokenId);
    }
}
