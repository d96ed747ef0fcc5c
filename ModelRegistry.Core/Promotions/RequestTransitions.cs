using System.Globalization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Promotions;

/// <summary>Which state follows which: the one table that both the guards and the buttons ask.</summary>
public static class RequestTransitions
{
    private static readonly RequestState[] Endings =
        [RequestState.Executed, RequestState.Rejected, RequestState.Withdrawn, RequestState.Expired, RequestState.Superseded];

    private static readonly Dictionary<RequestState, RequestState[]> Table = new()
    {
        [RequestState.Open] = [RequestState.Open, RequestState.ChangesRequested, RequestState.Approved, .. Endings],
        [RequestState.ChangesRequested] = [RequestState.ChangesRequested, RequestState.Open, RequestState.Approved, .. Endings],
        [RequestState.Approved] = [RequestState.Approved, RequestState.Open, RequestState.ChangesRequested, .. Endings],
    };

    public static bool IsFinal(RequestState state) => !Table.ContainsKey(state);

    public static bool Allows(RequestState from, RequestState to) => Table.TryGetValue(from, out var next) && next.Contains(to);

    internal static void Require(PromotionRequest request, RequestState to)
    {
        if (!Allows(request.State, to))
        {
            throw AlreadyFinal(request.Number, request.State);
        }
    }

    /// <summary>The refusal of anything done to a request that has ended; it names the present state.</summary>
    internal static RegistryException AlreadyFinal(long number, RequestState state) => new(RefusalKind.Conflict, "request_final",
        string.Create(CultureInfo.InvariantCulture, $"Request #{number} is {Word(state)} and cannot change any more. Open a new request if the promotion is still wanted."))
    {
        Details = new Dictionary<string, object?> { ["state"] = state },
    };

    /// <summary>The state in a word for people, in the middle of a sentence.</summary>
    public static string Word(RequestState state) => state switch
    {
        RequestState.Open => "open",
        RequestState.ChangesRequested => "waiting for changes",
        RequestState.Approved => "approved",
        RequestState.Executed => "executed",
        RequestState.Rejected => "rejected",
        RequestState.Withdrawn => "withdrawn",
        RequestState.Expired => "expired",
        RequestState.Superseded => "superseded",
    };
}
