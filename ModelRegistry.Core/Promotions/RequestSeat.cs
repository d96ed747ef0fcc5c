using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Policies;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// A team of a set of teams that must give <see cref="Needed"/> approvals together. Approvals fill the seats of a request, each of one team, exactly when
/// every set of its teams has that many people among those who approved (Hall's theorem): so lists find in SQL what <see cref="SeatMatching"/> finds in
/// memory. Kept beside an open request for lists alone.
/// </summary>
public sealed class RequestSeat
{
    public Guid RequestId { get; init; }

    /// <summary>Which set: bit i stands for the i-th team by id.</summary>
    public int Set { get; init; }

    public Guid TeamId { get; init; }

    public int Needed { get; internal set; }
}

/// <summary>Keeps the rows of a request as its policies are now.</summary>
internal static class RequestSeats
{
    public const int TextMaxLength = 2 * PolicySeats.Max * 36;

    /// <summary>One statement, and none while the seats are the same.</summary>
    public static async Task KeepAsync(RegistryDbContext db, PromotionRequest request, IReadOnlyList<PolicySeat>? seats, CancellationToken ct)
    {
        List<PolicySeat> ordered = [.. (seats ?? []).OrderBy(seat => seat.TeamId)];
        var text = ordered.Count == 0 ? null
            : string.Join(',', ordered.Select(seat => string.Create(CultureInfo.InvariantCulture, $"{seat.TeamId:N}:{seat.Approvals}")));
        if (request.SeatText == text)
        {
            return;
        }

        var former = request.SeatText is null ? [] : await db.RequestSeats.Where(seat => seat.RequestId == request.Id).ToDictionaryAsync(Key, ct);
        foreach (var row in Rows(request.Id, ordered))
        {
            if (former.Remove(Key(row), out var kept))
            {
                kept.Needed = row.Needed;
            }
            else
            {
                db.RequestSeats.Add(row);
            }
        }

        db.RequestSeats.RemoveRange(former.Values);
        request.SeatText = text;
    }

    private static (int, Guid) Key(RequestSeat seat) => (seat.Set, seat.TeamId);

    private static IEnumerable<RequestSeat> Rows(Guid request, List<PolicySeat> seats) =>
        from set in Enumerable.Range(1, (1 << seats.Count) - 1)
        let members = seats.Where((_, index) => (set & (1 << index)) != 0).ToList()
        from seat in members
        select new RequestSeat { RequestId = request, Set = set, TeamId = seat.TeamId!.Value, Needed = PolicySeats.Sum(members) };
}
