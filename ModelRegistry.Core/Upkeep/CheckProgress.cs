namespace ModelRegistry.Core.Upkeep;

/// <summary>Says on the error stream which step of a command runs, and every few seconds how far a long one has come.</summary>
internal sealed class CheckProgress(TextWriter error)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(3);

    private readonly Lock _one = new();
    private long _last = TimeProvider.System.GetTimestamp();

    public void Step(string what)
    {
        lock (_one)
        {
            error.WriteLine(what);
            _last = TimeProvider.System.GetTimestamp();
        }
    }

    public void Tick(Func<string> soFar)
    {
        lock (_one)
        {
            if (TimeProvider.System.GetElapsedTime(_last) >= BetweenLines)
            {
                Step(soFar());
            }
        }
    }
}
