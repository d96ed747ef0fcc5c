using ModelRegistry.Core.Policies;

namespace ModelRegistry.Core.Promotions;

/// <summary>A seat of the policy and the approvals that fill it.</summary>
internal sealed record FilledSeat(PolicySeat Seat, IReadOnlyList<Review> By)
{
    public static IReadOnlyList<FilledSeat> Of(IReadOnlyList<PolicySeat> seats, IReadOnlyList<StandingReview> counted)
    {
        var filled = SeatMatching.Fill(seats, counted.Select(review => new SeatCandidate(review.Review.ById, review.Teams)));
        var byPerson = counted.ToDictionary(review => review.Review.ById, review => review.Review);
        return [.. seats.Select((seat, index) => new FilledSeat(seat, [.. filled[index].Select(person => byPerson[person])]))];
    }

    /// <summary>
    /// How many of the approvals bring the request nearer to what it needs: those that fill seats, and of the others as many as the policy asks for beside
    /// its seats. All of them where it has none.
    /// </summary>
    public static int Approvals(IReadOnlyList<FilledSeat> seats, int counted, int required)
    {
        if (seats.Count == 0)
        {
            return counted;
        }

        var seated = seats.Sum(seat => seat.By.Count);
        return seated + Math.Min(counted - seated, required - seats.Sum(seat => seat.Seat.Approvals));
    }
}
