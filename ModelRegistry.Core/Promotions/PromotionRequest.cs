using System.Text.Json.Serialization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Promotions;

/// <summary>The states of a promotion request; <see cref="RequestStates"/> says which are final.</summary>
public enum RequestState
{
    [JsonStringEnumMemberName("open")]
    Open,

    /// <summary>A reviewer's RequestChanges blocks it.</summary>
    [JsonStringEnumMemberName("changesRequested")]
    ChangesRequested,

    /// <summary>Enough approvals; it waits for a click, or for what blocks it.</summary>
    [JsonStringEnumMemberName("approved")]
    Approved,

    [JsonStringEnumMemberName("executed")]
    Executed,
    [JsonStringEnumMemberName("rejected")]
    Rejected,
    [JsonStringEnumMemberName("withdrawn")]
    Withdrawn,
    [JsonStringEnumMemberName("expired")]
    Expired,
    [JsonStringEnumMemberName("superseded")]
    Superseded,
}

/// <summary>
/// The wish to make a version, or nothing, the occupant of a slot. <see cref="State"/> is what was last decided; approvals that
/// went stale since then are found at reading, by <c>RequestStanding</c>.
/// </summary>
public sealed class PromotionRequest : Entity
{
    public const int CommentMaxLength = 10_000;
    public const int IncidentMaxLength = 200;

    /// <summary>The shares of its time after which people are reminded that it ends.</summary>
    private static readonly double[] ReminderAt = [0.5, 0.8];

    private PromotionRequest()
    {
    }

    public PromotionRequest(long number, Guid modelId, string slot, string normalizedSlot, DateTimeOffset now, TimeSpan lifetime)
    {
        Id = Guid.CreateVersion7(now);
        Number = number;
        ModelId = modelId;
        Slot = slot;
        NormalizedSlot = normalizedSlot;
        RequestedAt = now;
        ExpiresAt = now + lifetime;
        RemindAt = NextReminder;
    }

    /// <summary>What people call it: #214. Counts over the whole server.</summary>
    public long Number { get; private set; }

    public Guid ModelId { get; private set; }

    public string Slot { get; private set; } = "";

    public string NormalizedSlot { get; private set; } = "";

    /// <summary>The version to promote; null to empty the slot.</summary>
    public Guid? VersionId { get; init; }

    public int? VersionNumber { get; init; }

    public RequestState State { get; private set; }

    /// <summary>Kept beside <see cref="State"/>, because lists of what is open are filtered and ordered by it.</summary>
    public bool IsFinal { get; private set; }

    public string Comment { get; init; } = "";

    public Guid RequestedById { get; init; }

    public string RequestedByName { get; init; } = "";

    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>Opened by the registry on behalf of the version's registrant.</summary>
    public bool Automatic { get; init; }

    /// <summary>How many approvals the risk of the model asks for, at most since it was opened: kept for lists of requests that wait.</summary>
    public int RiskApprovals { get; internal set; }

    /// <summary>The seats that its rows of <see cref="RequestSeat"/> were made of; null without any.</summary>
    public string? SeatText { get; internal set; }

    /// <summary>The occupant it replaces; another one there and nothing moves.</summary>
    public Guid? ExpectedVersionId { get; private set; }

    public int? ExpectedVersionNumber { get; private set; }

    /// <summary>The policy in force when it was opened; it never needs less than that.</summary>
    public Guid OpenedUnderId { get; init; }

    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>How many reminders of its expiry were sent: at half and at four fifths of its time.</summary>
    [NotInLedger("a stamp of reminders")]
    public int Reminders { get; private set; }

    /// <summary>When the next reminder is due, so that those which are due are found among many; null after the last and when it ended.</summary>
    [NotInLedger("a stamp of reminders")]
    public DateTimeOffset? RemindAt { get; private set; }

    /// <summary>
    /// SHA-256 of its subject now, while it is open: whoever changes what a subject is made of writes it in the same transaction.
    /// Only lists read it, to find stale reviews in SQL; every decision computes the subject itself.
    /// </summary>
    public string PresentSubject { get; internal set; } = "";

    public DateTimeOffset? DecidedAt { get; private set; }

    public string? DecidedByName { get; private set; }

    /// <summary>Why it ended, where there is something to say: the reason of a withdrawal, the request that took its place.</summary>
    public string? Outcome { get; private set; }

    /// <summary>SHA-256 of the sheet that a break-glass execution was decided by; null otherwise.</summary>
    public string? EmergencySheet { get; internal set; }

    /// <summary>The incident of a break-glass execution; null otherwise.</summary>
    public string? Incident { get; internal set; }

    /// <summary>The subject when it ended.</summary>
    public string? FinalSubject { get; private set; }

    /// <summary>What else held when it ended, as <c>RequestEnd</c> writes it.</summary>
    public string? FinalText { get; private set; }

    /// <summary>The slot moved: the request now replaces the new occupant, which changes its subject.</summary>
    internal void Expect(Guid? versionId, int? versionNumber)
    {
        ExpectedVersionId = versionId;
        ExpectedVersionNumber = versionNumber;
    }

    /// <summary>People were reminded; of several reminders that were due one is enough.</summary>
    internal void Reminded(DateTimeOffset now)
    {
        while (RemindAt <= now)
        {
            Reminders++;
            RemindAt = NextReminder;
        }
    }

    private DateTimeOffset? NextReminder => Reminders < ReminderAt.Length ? RequestedAt + ((ExpiresAt - RequestedAt) * ReminderAt[Reminders]) : null;

    /// <summary>The only writer of <see cref="State"/>.</summary>
    internal void Become(RequestState next)
    {
        if (IsFinal)
        {
            throw RequestStates.AlreadyFinal(Number, State);
        }

        State = next;
    }

    internal void End(RequestState final, RequestEnding ending)
    {
        Become(final);
        IsFinal = true;
        RemindAt = null;
        DecidedAt = ending.At;
        DecidedByName = ending.ByName;
        Outcome = ending.Outcome;
        FinalSubject = ending.Subject;
        FinalText = ending.Text;
    }
}

/// <summary>How a request ended: kept with it, because what it was about may change later.</summary>
internal sealed record RequestEnding(DateTimeOffset At, string ByName, string? Outcome, string Subject, string Text);
