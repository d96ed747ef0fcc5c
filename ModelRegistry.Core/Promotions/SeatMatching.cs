using ModelRegistry.Core.Policies;

namespace ModelRegistry.Core.Promotions;

/// <summary>Somebody whose approval counts, and their teams.</summary>
internal sealed record SeatCandidate(Guid PersonId, IReadOnlySet<Guid> Teams);

/// <summary>
/// Says which approval fills the seat of which team: each fills one, and as many seats are filled as can be (a greatest matching by augmenting paths), so
/// that somebody in two teams is counted where they are needed.
/// </summary>
internal static class SeatMatching
{
    /// <summary>For each seat who fills it; whoever comes first keeps a seat, though perhaps another one.</summary>
    public static IReadOnlyList<IReadOnlyList<Guid>> Fill(IReadOnlyList<PolicySeat> seats, IEnumerable<SeatCandidate> people)
    {
        List<SeatCandidate>[] filled = [.. seats.Select(_ => new List<SeatCandidate>())];
        foreach (var person in people)
        {
            Place(person, seats, filled, []);
        }

        return [.. filled.Select(held => held.ConvertAll(person => person.PersonId))];
    }

    private static bool Place(SeatCandidate person, IReadOnlyList<PolicySeat> seats, List<SeatCandidate>[] filled, HashSet<int> tried)
    {
        for (var i = 0; i < seats.Count; i++)
        {
            if (seats[i].TeamId is not { } team || !person.Teams.Contains(team) || !tried.Add(i))
            {
                continue;
            }

            if (filled[i].Count < seats[i].Approvals)
            {
                filled[i].Add(person);
                return true;
            }

            // Whoever sits here may move to a seat of another team of theirs.
            var held = filled[i];
            if (held.FindIndex(other => Place(other, seats, filled, tried)) is var freed && freed >= 0)
            {
                held[freed] = person;
                return true;
            }
        }

        return false;
    }
}
