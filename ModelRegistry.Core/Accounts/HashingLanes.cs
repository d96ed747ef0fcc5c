using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Accounts;

/// <summary>Who goes before whom where passwords are checked.</summary>
public enum HashingLane
{
    /// <summary>Let in from here before, by this account or this browser.</summary>
    Familiar,

    /// <summary>Nothing failed of late.</summary>
    Calm,

    /// <summary>A password was wrong within the last quarter of an hour.</summary>
    Suspect,
}

/// <summary>
/// The places in which passwords are hashed, for the whole server. A check takes a tenth of a second of a core on purpose, so that whoever sends
/// wrong ones from a hundred addresses could have all cores: they get the places that are there, behind everything else that the cores have to do
/// (<see cref="HashingThread"/>), and wait behind everybody for whom nothing failed of late.
/// </summary>
public sealed class HashingLanes(int places, int mostWaiting)
{
    private readonly Lock _gate = new();

    private readonly Queue<TaskCompletionSource<bool>>[] _lanes = [.. Enum.GetValues<HashingLane>().Select(_ => new Queue<TaskCompletionSource<bool>>())];

    private int _free = places;

    /// <summary>Half of the cores: the others go on with what is not about passwords. Whoever waits behind a full queue waits three seconds.</summary>
    public static HashingLanes OfThisMachine() => new(Math.Max(1, Environment.ProcessorCount / 2), mostWaiting: 24);

    /// <summary>Hashes when a place is free.</summary>
    public async Task<T> RunAsync<T>(HashingLane lane, Func<T> hash, CancellationToken ct)
    {
        using var place = await EnterAsync(lane, ct);
        return await HashingThread.RunAsync(hash);
    }

    /// <summary>To be disposed when the check is done. Refused where so many wait in this lane that waiting makes no sense.</summary>
    public async Task<IDisposable> EnterAsync(HashingLane lane, CancellationToken ct)
    {
        TaskCompletionSource<bool> turn;
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return new Place(this);
            }

            var waiting = _lanes[(int)lane];
            if (waiting.Count >= mostWaiting)
            {
                throw new RegistryException(RefusalKind.TooMany, "sign_in_busy", "Too many passwords are being checked right now. Try again in a few seconds.");
            }

            waiting.Enqueue(turn = new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using var left = ct.Register(() => turn.TrySetCanceled(ct));
        await turn.Task;
        return new Place(this);
    }

    internal int Waiting(HashingLane lane)
    {
        lock (_gate)
        {
            return _lanes[(int)lane].Count(turn => !turn.Task.IsCompleted);
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            foreach (var lane in _lanes)
            {
                while (lane.TryDequeue(out var next))
                {
                    if (next.TrySetResult(true))
                    {
                        return; // the place is theirs
                    }
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
