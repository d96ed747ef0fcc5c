namespace ModelRegistry.Web.Demo;

/// <summary>Stands still until it is set, so that the demo's weeks pass in seconds.</summary>
internal sealed class DemoClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public void Set(DateTimeOffset now) => _now = now;

    public override DateTimeOffset GetUtcNow() => _now;
}
