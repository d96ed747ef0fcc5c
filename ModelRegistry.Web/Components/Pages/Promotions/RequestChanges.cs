using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Web.Components.Pages.Promotions;

/// <summary>Which changes can alter where requests stand in a list; what happens to evidence alone is read with the page of the request.</summary>
public static class RequestChanges
{
    /// <summary>An alias that moves is no request's business.</summary>
    public static bool Concern(Changed changed) =>
        changed.Event is RequestEvent or PostReviewDecided or PolicyPublished or AccountEvent or SlotMoved { After.Kind: SlotKind.Stage };
}
