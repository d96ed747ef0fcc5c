namespace ModelRegistry.Web.Jobs;

/// <summary>
/// What need not have happened before the registry answers waits here, so that a start after a failure is short also where there is much to catch up
/// with: until the first answer was given, and no longer than <see cref="Longest"/>.
/// </summary>
internal sealed class FirstAnswer(TimeProvider time)
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Given() => _given.TrySetResult();

    public async Task WaitAsync(CancellationToken ct)
    {
        try
        {
            await _given.Task.WaitAsync(Longest, time, ct);
        }
        catch (TimeoutException)
        {
            // Nobody asks for anything.
        }
    }
}
