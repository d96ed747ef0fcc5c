namespace ModelRegistry.Core.Common;

public static class Clock
{
    /// <summary>Now in UTC, cut to whole milliseconds: what the registry stores and what both databases give back unchanged.</summary>
    public static DateTimeOffset Now(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
    }
}
