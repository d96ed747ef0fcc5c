using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Upkeep;

/// <summary>What people had before them when they decided: each sheet is there, and is the text whose digest the decision names.</summary>
internal static class SheetCheck
{
    public static async Task RunAsync(CheckScope scope, IReadOnlyList<(string Digest, string Whose)> decisions, CancellationToken ct)
    {
        foreach (var (digest, whose) in decisions)
        {
            // One at a time: a sheet can hold a long card.
            var text = await scope.Db.SheetTexts.Where(sheet => sheet.Digest == digest).Select(sheet => sheet.Text).FirstOrDefaultAsync(ct);
            if (text is null)
            {
                scope.Log.Error("sheet_missing", $"What was shown for the decision of {whose} is not kept any more.");
            }
            else if (Sha256Hex.Of(text) != digest)
            {
                scope.Log.Error("sheet_differs", $"What was shown for the decision of {whose} is not the text that was kept.");
            }
        }
    }
}
