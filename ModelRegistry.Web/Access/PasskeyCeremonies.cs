using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Factors;

namespace ModelRegistry.Web.Access;

/// <summary>A passkey to be added: its name, and that it is still the person of the session who asks.</summary>
internal sealed record NewPasskey(string? Name, string? Proof);

/// <summary>What the browser answered, and to which ceremony.</summary>
internal sealed record PasskeyAnswer(string? Ceremony, JsonElement Credential);

/// <summary>A ceremony that began: the options for <c>navigator.credentials</c>.</summary>
internal sealed record PasskeyCeremony(string Ceremony, JsonElement Options);

/// <summary>
/// The two halves of WebAuthn: options with a challenge go out, and an answer comes back. What began travels with the browser, encrypted, so that nobody
/// who begins many takes room from others; a right answer is taken once, so that one that is sent again is refused.
/// </summary>
internal sealed class PasskeyCeremonies(
    PasskeyWorkflow passkeys, PasskeyQueries queries, IOptions<IdentityPasskeyOptions> options, IDataProtectionProvider protection, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    // Of this process alone: what was answered is remembered no longer than it runs.
    private readonly IDataProtector _protector = protection.CreateProtector("passkeys", Guid.NewGuid().ToString());

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _answered = new();

    public async Task<PasskeyCeremony> BeginAddingAsync(HttpContext context, NewPasskey wanted)
    {
        var (actor, ct) = (context.Actor(), context.RequestAborted);
        var name = await passkeys.PermitAsync(wanted.Name, wanted.Proof, actor, ct);
        var made = await queries.ReadAsync(actor, (manager, user) => Handler(manager).MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = user.Id.ToString(), Name = user.Email!, DisplayName = user.DisplayName }, context), ct);
        return Begun(made.AttestationState!, made.CreationOptionsJson, actor.UserId, name);
    }

    public Task FinishAddingAsync(HttpContext context, PasskeyAnswer answer)
    {
        var actor = context.Actor();
        var begun = Read(answer, actor.UserId);
        return passkeys.AddAsync(begun.Name!, async manager =>
        {
            var result = await Handler(manager).PerformAttestationAsync(
                new() { HttpContext = context, CredentialJson = answer.Credential.GetRawText(), AttestationState = begun.State });
            return result.Succeeded && result.UserEntity.Id == actor.UserId.ToString() && IsFirst(begun) ? result.Passkey : null;
        }, actor, context.RequestAborted);
    }

    /// <summary>Whoever it is: the device knows for whom it has a passkey here.</summary>
    public async Task<PasskeyCeremony> BeginSignInAsync(HttpContext context)
    {
        var made = await queries.AnonymouslyAsync(manager => Handler(manager).MakeRequestOptionsAsync(null, context), context.RequestAborted);
        return Begun(made.AssertionState!, made.RequestOptionsJson, user: null, name: null);
    }

    public Task<Actor> FinishSignInAsync(HttpContext context, PasskeyAnswer answer)
    {
        var begun = Read(answer, user: null);
        return passkeys.SignInAsync(async manager =>
        {
            var result = await Handler(manager).PerformAssertionAsync(
                new() { HttpContext = context, CredentialJson = answer.Credential.GetRawText(), AssertionState = begun.State });
            return result.Succeeded && IsFirst(begun) ? (result.User, result.Passkey) : null;
        }, context.Address(), context.RequestAborted);
    }

    private PasskeyHandler<RegistryUser> Handler(UserManager<RegistryUser> manager) => new(manager, options);

    private PasskeyCeremony Begun(string state, string optionsJson, Guid? user, string? name) => new(
        _protector.Protect(JsonSerializer.Serialize(new Ceremony(Guid.NewGuid(), state, user, name, time.GetUtcNow() + Lifetime))),
        JsonSerializer.Deserialize<JsonElement>(optionsJson));

    private Ceremony Read(PasskeyAnswer answer, Guid? user)
    {
        try
        {
            return answer is { Ceremony: { Length: > 0 } ticket, Credential.ValueKind: JsonValueKind.Object }
                && JsonSerializer.Deserialize<Ceremony>(_protector.Unprotect(ticket)) is { } begun && begun.Until > time.GetUtcNow() && begun.User == user
                    ? begun : throw TooLate();
        }
        catch (CryptographicException)
        {
            throw TooLate();
        }
    }

    /// <summary>Asked of right answers alone, so that it holds no more of them than people who signed in.</summary>
    private bool IsFirst(Ceremony begun)
    {
        foreach (var (id, _) in _answered.Where(pair => pair.Value <= time.GetUtcNow()))
        {
            _answered.TryRemove(id, out _);
        }

        return _answered.TryAdd(begun.Id, begun.Until);
    }

    private static RegistryException TooLate() =>
        RegistryException.Malformed("passkey_too_late", "This was answered already, or took too long. Begin again.");

    private sealed record Ceremony(Guid Id, string State, Guid? User, string? Name, DateTimeOffset Until);
}
