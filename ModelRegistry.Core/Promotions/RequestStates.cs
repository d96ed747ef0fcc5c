using System.Globalization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Promotions;

/// <summary>What the states of a request mean: one that has ended stays as it is, from any other one every state can follow.</summary>
public static class RequestStates
{
    public static bool IsFinal(RequestState state) => state is
        RequestState.Executed or RequestState.Rejected or RequestState.Withdrawn or RequestState.Expired or RequestState.Superseded;

    /// <summary>The refusal of anything done to a request that has ended; it names the present state.</summary>
    internal static RegistryException AlreadyFinal(long number, RequestState state) => new(RefusalKind.Conflict, "request_final",
        string.Create(CultureInfo.InvariantCulture,
            $"Request #{number} is {Word(state)} and cannot change any more. Open a new request if the promotion is still wanted."))
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
