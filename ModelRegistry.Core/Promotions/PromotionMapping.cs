using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Promotions;

internal sealed class PromotionMapping : IEntityTypeConfiguration<PromotionRequest>, IEntityTypeConfiguration<Review>, IEntityTypeConfiguration<RequestComment>,
    IEntityTypeConfiguration<SubjectText>, IEntityTypeConfiguration<SheetText>, IEntityTypeConfiguration<RequestCounter>, IEntityTypeConfiguration<PostReview>,
        IEntityTypeConfiguration<PostReviewDecision>, IEntityTypeConfiguration<RequestSeat>
{
    public void Configure(EntityTypeBuilder<PromotionRequest> builder)
    {
        builder.ToTable("PromotionRequests");
        builder.Property(request => request.Slot).HasMaxLength(SlotName.MaxLength);
        builder.Property(request => request.NormalizedSlot).HasMaxLength(SlotName.MaxLength);
        builder.Property(request => request.Comment).HasMaxLength(PromotionRequest.CommentMaxLength);
        builder.Property(request => request.RequestedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Property(request => request.DecidedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Property(request => request.Outcome).HasMaxLength(PromotionRequest.CommentMaxLength);
        builder.Property(request => request.Incident).HasMaxLength(PromotionRequest.IncidentMaxLength);
        builder.Property(request => request.FinalSubject).HasMaxLength(Sha256Hex.Length);
        builder.Property(request => request.EmergencySheet).HasMaxLength(Sha256Hex.Length);
        builder.Property(request => request.PresentSubject).HasMaxLength(Sha256Hex.Length);
        builder.Property(request => request.SeatText).HasMaxLength(RequestSeats.TextMaxLength);
        builder.HasIndex(request => request.Number).IsUnique();
        builder.HasIndex(request => new { request.IsFinal, request.Number });
        builder.HasIndex(request => new { request.State, request.Number });
        builder.HasIndex(request => new { request.ModelId, request.Number });
        builder.HasIndex(request => new { request.ModelId, request.IsFinal, request.Number });
        builder.HasIndex(request => new { request.ModelId, request.NormalizedSlot, request.IsFinal });
        builder.HasIndex(request => new { request.VersionId, request.IsFinal });
        builder.HasIndex(request => new { request.RequestedById, request.Number });
        builder.HasIndex(request => new { request.IsFinal, request.ExpiresAt });
        builder.HasIndex(request => request.RemindAt);
        builder.HasOne<Model>().WithMany().HasForeignKey(request => request.ModelId);
        builder.HasOne<ModelVersion>().WithMany().HasForeignKey(request => request.VersionId);
        builder.HasOne<PolicyVersion>().WithMany().HasForeignKey(request => request.OpenedUnderId);
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(request => request.RequestedById);
    }

    public void Configure(EntityTypeBuilder<RequestSeat> builder)
    {
        builder.ToTable("RequestSeats");
        builder.HasKey(seat => new { seat.RequestId, seat.Set, seat.TeamId }); // no foreign key to the team: it may be deleted, and the seat stays
        builder.HasOne<PromotionRequest>().WithMany().HasForeignKey(seat => seat.RequestId);
    }

    public void Configure(EntityTypeBuilder<Review> builder)
    {
        builder.ToTable("Reviews");
        builder.Property(review => review.ByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Property(review => review.ForNames).HasMaxLength(StandIn.MostFor * (RegistryUser.EmailMaxLength + 1));
        builder.Property(review => review.EndedByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Property(review => review.Comment).HasMaxLength(PromotionRequest.CommentMaxLength);
        builder.Property(review => review.EndReason).HasMaxLength(PromotionRequest.CommentMaxLength);
        builder.Property(review => review.Subject).HasMaxLength(Sha256Hex.Length);
        builder.Property(review => review.Sheet).HasMaxLength(Sha256Hex.Length);
        builder.HasIndex(review => new { review.RequestId, review.ById }).HasDatabaseName("IX_Reviews_Standing").IsUnique().HasFilter("[EndedAt] IS NULL");
        builder.HasIndex(review => new { review.RequestId, review.Id });
        builder.HasIndex(review => new { review.ById, review.Id });
        builder.HasOne<PromotionRequest>().WithMany().HasForeignKey(review => review.RequestId);
        builder.HasOne<RegistryUser>().WithMany().HasForeignKey(review => review.ById);
    }

    public void Configure(EntityTypeBuilder<RequestComment> builder)
    {
        builder.ToTable("RequestComments");
        builder.Property(comment => comment.ByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Property(comment => comment.TakenBackByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Property(comment => comment.Text).HasMaxLength(PromotionRequest.CommentMaxLength);
        builder.HasIndex(comment => new { comment.RequestId, comment.Id });
        builder.HasOne<PromotionRequest>().WithMany().HasForeignKey(comment => comment.RequestId);
    }

    public void Configure(EntityTypeBuilder<SubjectText> builder)
    {
        builder.ToTable("SubjectTexts");
        builder.HasKey(subject => subject.Digest);
        builder.Property(subject => subject.Digest).HasMaxLength(Sha256Hex.Length);
    }

    public void Configure(EntityTypeBuilder<SheetText> builder)
    {
        builder.ToTable("SheetTexts");
        builder.HasKey(sheet => sheet.Digest);
        builder.Property(sheet => sheet.Digest).HasMaxLength(Sha256Hex.Length);
        builder.Ignore(sheet => sheet.Shown);
    }

    public void Configure(EntityTypeBuilder<RequestCounter> builder)
    {
        builder.ToTable("RequestCounter");
        builder.HasKey(counter => counter.Id);
        builder.Property(counter => counter.Id).ValueGeneratedNever();
        builder.HasData(new RequestCounter { Id = RequestCounter.OnlyId });
    }

    public void Configure(EntityTypeBuilder<PostReview> builder)
    {
        builder.ToTable("PostReviews");
        builder.Property(review => review.Slot).HasMaxLength(SlotName.MaxLength);
        builder.Property(review => review.NormalizedSlot).HasMaxLength(SlotName.MaxLength);
        builder.Property(review => review.ActorName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Property(review => review.Reason).HasMaxLength(SlotInterval.ReasonMaxLength);
        builder.Property(review => review.Incident).HasMaxLength(PromotionRequest.IncidentMaxLength);
        builder.HasIndex(review => review.Number).IsUnique();
        builder.HasIndex(review => new { review.State, review.Number });
        builder.HasIndex(review => new { review.ModelId, review.NormalizedSlot, review.State });
        builder.HasOne<Model>().WithMany().HasForeignKey(review => review.ModelId);
        builder.HasOne<ModelVersion>().WithMany().HasForeignKey(review => review.VersionId);
        builder.HasMany(review => review.Decisions).WithOne().HasForeignKey(decision => decision.PostReviewId);
    }

    public void Configure(EntityTypeBuilder<PostReviewDecision> builder)
    {
        builder.ToTable("PostReviewDecisions");
        builder.HasKey(decision => new { decision.PostReviewId, decision.ById });
        builder.Property(decision => decision.ByName).HasMaxLength(RegistryUser.EmailMaxLength);
        builder.Property(decision => decision.Comment).HasMaxLength(PromotionRequest.CommentMaxLength);
    }
}
