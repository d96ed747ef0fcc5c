using System.Security.Cryptography;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;

namespace ModelRegistry.Web.Demo;

/// <summary>
/// One account per role, and a second reviewer because two people agree to production, with passwords that are made now, shown once and kept nowhere.
/// </summary>
internal static class DemoAccounts
{
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    public static async Task<IReadOnlyList<DemoAccount>> CreateAsync(People people, CancellationToken ct)
    {
        var accounts = new List<DemoAccount>();
        foreach (var (role, name) in Roles.All.Select(role => (role, role.ToLowerInvariant())).Append((Roles.Reviewer, "second-reviewer")))
        {
            var (email, password) = ($"{name}@demo.example", NewPassword());
            var created = await people.CreateAsync(new NewUser(email, $"Demo {Words(role, name)}", [role], password), Actor.System, ct);
            accounts.Add(new DemoAccount(role, email, password, new Actor(created.User.Id, email, Door.Browser, new HashSet<string> { role })));
        }

        return accounts;
    }

    public static async Task PrintAsync(IReadOnlyList<DemoAccount> accounts, TextWriter output)
    {
        await output.WriteLineAsync("\nDemo accounts; the passwords are shown only this once:\n");
        foreach (var account in accounts)
        {
            await output.WriteLineAsync($"  {account.Role,-14} {account.Email,-28} {account.Password}");
        }
    }

    private static string Words(string role, string name) => role == Roles.DataScientist ? "data scientist" : name.Replace('-', ' ');

    private static string NewPassword() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));
}

internal sealed record DemoAccount(string Role, string Email, string Password, Actor Actor);
