using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Accounts;

/// <summary>
/// The places in which passwords are checked, for the whole server. A check takes a tenth of a second of a core on purpose, so that whoever sends
/// wrong ones from a hundred addresses could have all cores: they get the places that are there, and wait behind everybody for whom nothing failed
/// of late.
/// </summary>
public sealed class HashingLanes(int places, int mostWaiting)
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource<bool>> _calm = new();
    private readonly Queue<TaskCompletionSource<bool>> _suspect = new();

    private int _free = places;

    /// <summary>Half of the cores: the others go on with what is not about passwords. Whoever waits behind a full queue waits three seconds.</summary>
    public static HashingLanes OfThisMachine() => new(Math.Max(1, Environment.ProcessorCount / 2), mostWaiting: 24);

    /// <summary>To be disposed when the check is done. Refused where so many wait in this lane that waiting makes no sense.</summary>
    public async Task<IDisposable> EnterAsync(bool suspect, CancellationToken ct)
    {
        TaskCompletionSource<bool> turn;
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return new Place(this);
            }

            var lane = suspect ? _suspect : _calm;
            if (lane.Count >= mostWaiting)
            {
                throw new RegistryException(RefusalKind.TooMany, "sign_in_busy", "Too many passwords are being checked right now. Try again in a few seconds.");
            }

            lane.Enqueue(turn = new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using var left = ct.Register(() => turn.TrySetCanceled(ct));
        await turn.Task;
        return new Place(this);
    }

    internal int Waiting(bool suspect)
    {
        lock (_gate)
        {
            return (suspect ? _suspect : _calm).Count(turn => !turn.Task.IsCompleted);
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            while (_calm.TryDequeue(out var next) || _suspect.TryDequeue(out next))
            {
                if (next.TrySetResult(true))
                {
                    return; // the place is theirs
                }
            }

            _free++;
        }
    }

    private sealed class Place(HashingLanes lanes) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                lanes.Leave();
            }
        }
    }
}
