using System.Globalization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Runs;

/// <summary>
/// Where a page of a history ends: the last point, and how many that differ from it by their kind alone were shown (0, NaN and the infinities are
/// stored as one number).
/// </summary>
internal sealed record HistoryPlace(long Time, long Step, double Stored, int Seen)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static HistoryPlace? Read(string? pageToken, string question)
    {
        if (PageToken.Decode(pageToken, 5) is not { } keys)
        {
            return null;
        }

        return keys[0] == question
            ? new HistoryPlace(PageToken.Long(keys[1]), PageToken.Long(keys[2]), BitConverter.Int64BitsToDouble(PageToken.Long(keys[3])),
                (int)Math.Clamp(PageToken.Long(keys[4]), 0, 4))
            : throw RegistryException.Malformed("page_token_invalid", "page_token belongs to another metric or person. Start again without it.", "page_token");
    }

    public static HistoryPlace After(List<RunPoint> page, HistoryPlace? before)
    {
        var last = page[^1];
        var seen = page.AsEnumerable().Reverse().TakeWhile(point => IsAt(point, last.Time, last.Step, last.Stored)).Count();
        var more = seen == page.Count && before is not null && IsAt(last, before.Time, before.Step, before.Stored) ? before.Seen : 0;
        return new HistoryPlace(last.Time, last.Step, last.Stored, seen + more);
    }

    public string Write(string question) => PageToken.Encode(question, Time.ToString(Culture), Step.ToString(Culture),
        BitConverter.DoubleToInt64Bits(Stored).ToString(Culture), Seen.ToString(Culture));

    private static bool IsAt(RunPoint point, long time, long step, double stored) => point.Time == time && point.Step == step && point.Stored.Equals(stored);
}
