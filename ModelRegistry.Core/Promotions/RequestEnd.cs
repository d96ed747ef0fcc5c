using System.Text.Json;
using System.Text.Json.Serialization;
using ModelRegistry.Core.Policies;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// What held when a request ended, kept with it as JSON (rule 20): policies, approvals, verdicts and people change later, what has ended does not.
/// <see cref="Counted"/> are those whose approvals counted.
/// </summary>
internal sealed record RequestEnd(string Policy, int Approvals, int StaleApprovals, IReadOnlyList<GateVerdict> Gates, IReadOnlyList<Guid> Counted,
    IReadOnlyList<string> Eligible, int EligibleCount, IReadOnlyList<ExcludedPerson> Excluded, IReadOnlyList<SeatView>? Seats = null)
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Of a request that ends as it stands, with the people who could have decided.</summary>
    public static string Text(RequestStanding standing, Reviewers pool) => JsonSerializer.Serialize(new RequestEnd(
        standing.Policy.ToText(),
        standing.Approvals,
        standing.File.Reviews.Count(review => review.Review.Decision == ReviewDecision.Approve && standing.IsStale(review.Review)),
        standing.Gates,
        [.. standing.File.Reviews.Where(standing.Counts).Select(review => review.Review.ById)],
        pool.Names, pool.Count, pool.Excluded, standing.Seats.Count == 0 ? null : SeatView.Of(standing, pool)), Json);

    /// <summary>Null while it has not ended.</summary>
    public static RequestEnd? Of(PromotionRequest request) => request.FinalText is { } text ? JsonSerializer.Deserialize<RequestEnd>(text, Json) : null;
}
