namespace ModelRegistry.Core.Common;

public static class Clock
{
    /// <summary>Now in UTC, cut to whole milliseconds: what the registry stores and what both databases give back unchanged.</summary>
    public static DateTimeOffset Now(this TimeProvider time) => time.GetUtcNow().ToMilliseconds();

    public static DateTimeOffset ToMilliseconds(this DateTimeOffset utc) => new(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
