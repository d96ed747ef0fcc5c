using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Components.Pages.Promotions;

/// <summary>Which changes can alter where requests stand in a list; what happens to evidence alone is read with the page of the request.</summary>
public static class RequestChanges
{
    private static readonly string[] Starts = ["request.", "review.", "post_review.", "slot.", "user.", "policy."];

    public static bool Concern(Changed changed) => Starts.Any(start => changed.Action.StartsWith(start, StringComparison.Ordinal));
}
