using Microsoft.AspNetCore.Identity;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Factors;

namespace ModelRegistry.Tests.Support;

/// <summary>Somebody's authenticator app, and the recovery codes that they noted.</summary>
public sealed record Authenticator(string Key, IReadOnlyList<string> RecoveryCodes)
{
    /// <summary>What it shows at an instant.</summary>
    public string CodeAt(DateTimeOffset at, int stepsLater = 0) => CodeOf(Key, at, stepsLater);

    public static string CodeOf(string key, DateTimeOffset at, int stepsLater = 0) =>
        AuthenticatorCode.Of(AuthenticatorCode.KeyOf(key)!, AuthenticatorCode.StepAt(at) + stepsLater);

    /// <summary>Turned on by the person, in a browser of theirs. The code of now is used up by it; the next one is good already.</summary>
    public static async Task<Authenticator> OfAsync(ITestHost registry, Actor person)
    {
        var key = SecondFactorWorkflow.NewKey(person).Key;
        var session = person.Session is null ? person with { Door = Door.Browser } : person;
        var codes = await registry.Get<SecondFactorWorkflow>()
            .TurnOnAsync(new NewAuthenticator(key, CodeOf(key, registry.Get<TimeProvider>().GetUtcNow()), Given.Password), session, default);
        return new Authenticator(key, codes);
    }

    /// <summary>Who signs in with the password and then with a code.</summary>
    public static async Task<Actor> SignInAsync(ITestHost registry, Actor person, string code, string password = Given.Password)
    {
        var first = await registry.Get<Passwords>().CheckAsync(person.Name, password, Door.Browser, "::1", default);
        return await registry.Get<SecondSteps>().CheckAsync(first.UserId!.Value, first.PasswordStamp, code, "::1", default);
    }
}

/// <summary>Stands for the data-protection keys of the web server: encrypts in a way that a test can look through, and lose.</summary>
public sealed class TestSecrets : IPersonalDataProtector
{
    private const string Mark = "protected:";

    /// <summary>Whether the keys are gone.</summary>
    public bool Lost { get; set; }

    public string? Protect(string? data) => data is null ? null : Mark + new string([.. data.Reverse()]);

    public string? Unprotect(string? data) => data is null ? null
        : !Lost && data.StartsWith(Mark, StringComparison.Ordinal) ? new string([.. data[Mark.Length..].Reverse()])
        : throw new System.Security.Cryptography.CryptographicException("The keys are gone.");
}
