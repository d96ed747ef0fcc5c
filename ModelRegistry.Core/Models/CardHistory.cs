using System.Text.Json;
using System.Text.Json.Nodes;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Models;

/// <summary>
/// What the audit trail keeps of an edit: everything but the card, and of a changed card its text, or, where a text is long,
/// its number and digest.
/// </summary>
internal static class CardHistory
{
    public const int LongestText = 4_000;

    public static AuditFact Edited(ModelView before, ModelView after)
    {
        var (was, now) = (WithoutCard(before), WithoutCard(after));
        if (before.Card != after.Card)
        {
            var whole = Math.Max(before.Card?.Length ?? 0, after.Card?.Length ?? 0) < LongestText;
            Keep(was, before, whole);
            Keep(now, after, whole);
        }

        return new AuditFact("model.edited", after.Name, null, was, now, null);
    }

    public static JsonObject WithoutCard(ModelView view) =>
        JsonSerializer.SerializeToNode(view with { Card = null, CardVersion = null }, AuditBody.Json)!.AsObject();

    private static void Keep(JsonObject kept, ModelView view, bool whole)
    {
        kept["cardVersion"] = view.CardVersion;
        if (whole)
        {
            kept["card"] = view.Card;
        }
        else
        {
            kept["cardDigest"] = $"sha256:{Sha256Hex.Of(view.Card ?? "")}";
        }
    }
}
