namespace ModelRegistry.Web.Demo;

/// <summary>Stands still until it is set, so that the demo's weeks pass in seconds.</summary>
internal sealed class DemoClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public void Set(DateTimeOffset now) => _now = now;

    /// <summary>Goes on by so much, but not past <paramref name="until"/>: what comes next has its own time.</summary>
    public void Add(TimeSpan time, DateTimeOffset until) => _now = _now + time < until ? _now + time : _now;

    public override DateTimeOffset GetUtcNow() => _now;
}
