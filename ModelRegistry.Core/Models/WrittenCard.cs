namespace ModelRegistry.Core.Models;

/// <summary>
/// One version of a model's card, as somebody wrote it: <see cref="Model.Card"/> is the text of the last one. It is a draft until a reviewer who had
/// no hand in it approved it; the next change is a draft again.
/// </summary>
public sealed class WrittenCard
{
    public Guid ModelId { get; init; }

    public int Number { get; init; }

    public string Text { get; init; } = "";

    public DateTimeOffset WrittenAt { get; init; }

    public Guid? WrittenById { get; init; }

    public string WrittenByName { get; init; } = "";

    public DateTimeOffset? ApprovedAt { get; private set; }

    public Guid? ApprovedById { get; private set; }

    public string? ApprovedByName { get; private set; }

    internal void Approve(Guid byId, string byName, DateTimeOffset now) => (ApprovedById, ApprovedByName, ApprovedAt) = (byId, byName, now);
}
