using System.Collections.Concurrent;

namespace ModelRegistry.Core.Accounts;

/// <summary>A browser in which somebody signed in before; it proves so with a cookie that nobody else has.</summary>
public sealed record KnownDevice(Guid Id, Guid UserId);

/// <summary>
/// A stranger who guesses at a password locks the account for everybody but the browsers that were let into it before: they have five tries of their
/// own. So nobody can keep the only admin out.
/// </summary>
public sealed class KnownDevices(TimeProvider time)
{
    private const int MostKept = 10_000;

    private readonly ConcurrentDictionary<Guid, (int Failures, DateTimeOffset Last)> _failed = new();

    internal bool MayTry(KnownDevice? device, Guid userId) =>
        device is not null && device.UserId == userId
        && !(_failed.TryGetValue(device.Id, out var failed) && failed.Failures >= Passwords.FailuresToLock && IsRecent(failed.Last));

    internal void Failed(KnownDevice device)
    {
        if (_failed.Count >= MostKept)
        {
            foreach (var (id, failed) in _failed.Where(pair => !IsRecent(pair.Value.Last)))
            {
                _failed.TryRemove(new(id, failed));
            }
        }

        var now = time.GetUtcNow();
        _failed.AddOrUpdate(device.Id, (1, now), (_, failed) => (IsRecent(failed.Last) ? failed.Failures + 1 : 1, now));
    }

    internal void Succeeded(KnownDevice device) => _failed.TryRemove(device.Id, out _);

    private bool IsRecent(DateTimeOffset at) => at > time.GetUtcNow() - Passwords.LockTime;
}
