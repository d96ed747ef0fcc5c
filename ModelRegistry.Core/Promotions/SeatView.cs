namespace ModelRegistry.Core.Promotions;

/// <summary>
/// A seat of a request: so many approvals must come from the team. <see cref="FilledBy"/> gave theirs, <see cref="Eligible"/> are the first who could give
/// another, and <see cref="EligibleCount"/> is the number of all of them.
/// </summary>
public sealed record SeatView(string Team, int Needed, IReadOnlyList<string> FilledBy, IReadOnlyList<string> Eligible, int EligibleCount)
{
    internal static IReadOnlyList<SeatView> Of(RequestStanding standing, Reviewers pool)
    {
        var approved = standing.File.Reviews.Where(standing.Counts).ToDictionary(review => review.Review.ById);
        return [.. standing.Seats.Select(filled =>
        {
            var could = pool.Seats.First(found => found.Seat.TeamId == filled.Seat.TeamId);
            return new SeatView(could.Called, filled.Seat.Approvals, [.. filled.By.Select(review => review.ByName)],
                [.. could.People.Where(person => !approved.ContainsKey(person.Id)).Take(Reviewers.Shown).Select(person => person.Email)],
                could.Count - approved.Values.Count(review => review.Teams.Contains(filled.Seat.TeamId!.Value)));
        })];
    }

    /// <summary>Before anybody approved.</summary>
    internal static IReadOnlyList<SeatView> Of(Reviewers pool) => [.. pool.Seats.Select(could =>
        new SeatView(could.Called, could.Seat.Approvals, [], [.. could.People.Take(Reviewers.Shown).Select(person => person.Email)], could.Count))];
}
