using ModelRegistry.Core.Common;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Web.Components.Pages.Promotions;

/// <summary>Which changes can alter where requests stand in a list; what happens to evidence alone is read with the page of the request.</summary>
public static class RequestChanges
{
    private static readonly string[] Starts = ["request.", "review.", "post_review.", "slot.", "user.", "policy."];

    /// <summary>An alias that moves is no request's business.</summary>
    public static bool Concern(Changed changed) => changed.Event is not SlotMoved { After.Kind: SlotKind.Alias } && Starts.Any(start => changed.Action.StartsWith(start, StringComparison.Ordinal));
}
