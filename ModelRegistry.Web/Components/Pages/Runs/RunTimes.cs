using System.Globalization;
using ModelRegistry.Core.Runs;

namespace ModelRegistry.Web.Components.Pages.Runs;

/// <summary>The times of runs, which their clients give in milliseconds since 1970.</summary>
internal static class RunTimes
{
    private const long MostMilliseconds = 253_402_300_799_999; // the end of the year 9999

    /// <summary>Null where the client said none, or what is no date.</summary>
    public static DateTimeOffset? Of(long? milliseconds) =>
        milliseconds is > 0 and <= MostMilliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value) : null;

    /// <summary>How long it took, in the two largest units; null while it is not known.</summary>
    public static string? Took(RunView run)
    {
        if (Of(run.StartTime) is not { } start || Of(run.EndTime) is not { } end || end < start)
        {
            return null;
        }

        var took = end - start;
        var tenths = (long)took.TotalMilliseconds / 100;
        return took switch
        {
            { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{tenths / 10}.{tenths % 10} s"),
            { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{took.Seconds} s"),
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{took.Minutes} min {took.Seconds} s"),
            { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{took.Hours} h {took.Minutes} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(int)took.TotalDays} d {took.Hours} h"),
        };
    }
}
