using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Access;

/// <summary>
/// Passwords over Basic come with every request and a check costs a tenth of a second, so a good one is remembered for a
/// minute: only as a hash under a key of this process, and only as long as nothing about accounts changed. A wrong one is too, for seconds:
/// MLflow's Java client sends each refused call three times more, which is one failure and not four of the five that lock an account.
/// </summary>
internal sealed class BasicPasswords : IDisposable
{
    private const int MostRemembered = 10_000;

    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RefusalMemory = TimeSpan.FromSeconds(10);

    private readonly Passwords _passwords;
    private readonly TimeProvider _time;
    private readonly IDisposable _subscription;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, (Actor Actor, DateTimeOffset Until)> _good = new();
    private readonly ConcurrentDictionary<string, (RegistryException Refusal, DateTimeOffset Until)> _refused = new();

    public BasicPasswords(Passwords passwords, ChangeFeed feed, TimeProvider time)
    {
        _passwords = passwords;
        _time = time;
        _subscription = feed.Subscribe(changed =>
        {
            if (changed.Event is AccountEvent)
            {
                _good.Clear();
                _refused.Clear();
            }
        });
    }

    public async Task<Actor> CheckAsync(string email, string password, Door door, string? address, CancellationToken ct)
    {
        var key = Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{email}\n{password}")));
        if (_good.TryGetValue(key, out var known) && known.Until > _time.GetUtcNow())
        {
            return known.Actor with { Door = door, Address = address };
        }

        if (_refused.TryGetValue(key, out var refused) && refused.Until > _time.GetUtcNow())
        {
            throw new RegistryException(refused.Refusal.Kind, refused.Refusal.Code, refused.Refusal.Message);
        }

        var actor = await CheckAsync(key, () => _passwords.CheckAsync(email, password, door, address, ct));
        if (_good.Count >= MostRemembered)
        {
            _good.Clear();
        }

        _good[key] = (actor, _time.GetUtcNow() + Memory);
        return actor;
    }

    private async Task<Actor> CheckAsync(string key, Func<Task<Actor>> check)
    {
        try
        {
            return await check();
        }
        catch (RegistryException refusal) when (refusal.Kind == RefusalKind.NotAuthenticated)
        {
            if (_refused.Count >= MostRemembered)
            {
                _refused.Clear();
            }

            _refused[key] = (refusal, _time.GetUtcNow() + RefusalMemory);
            throw;
        }
    }

    public void Dispose() => _subscription.Dispose();
}
