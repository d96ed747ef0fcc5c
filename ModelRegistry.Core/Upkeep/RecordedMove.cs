using System.Text.Json;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Upkeep;

/// <summary>A move of a slot as the audit trail tells it.</summary>
internal sealed record RecordedMove(long Seq, string Slot, DateTimeOffset At, int? From, int? To, MoveKind? Via, long? Request, long? Rollback, string ByName, string? Reason)
{
    public static readonly string[] Actions = ["slot.moved"];

    public string NormalizedSlot => SlotName.Normalize(Slot);

    /// <summary>Null when the body does not say what a move says.</summary>
    public static RecordedMove? Of(TrailEvent told)
    {
        if (told.After.Word("slot") is not { } slot || !AuditBody.TryReadTime(told.After.Word("at"), out var at))
        {
            return null;
        }

        var via = Enum.TryParse<MoveKind>(told.After.Word("via"), ignoreCase: true, out var kind) ? kind : (MoveKind?)null;
        return new RecordedMove(told.Seq, slot, at, Version(told.Before), Version(told.After), via, told.After.Number("request"), told.After.Number("rollback"), told.Body.Actor.Name, told.Body.Reason);
    }

    private static int? Version(JsonElement? of) => (int?)of.Number("version");
}
