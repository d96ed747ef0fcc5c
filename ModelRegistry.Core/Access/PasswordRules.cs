using System.Globalization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

/// <summary>
/// What a password must be: long enough and not guessable from the person or the product. No composition rule and no
/// forced change (OWASP ASVS 5.0, 6.2); kept exactly as typed.
/// </summary>
public static class PasswordRules
{
    public const int MinLength = 10;
    public const int MaxLength = 256;

    private const int MinDistinct = 5;

    private static readonly string[] Guessable =
    [
        "password", "passwort", "letmein", "qwerty", "qwertz", "azerty", "welcome", "changeme", "iloveyou", "monkey", "dragon",
        "football", "baseball", "sunshine", "princess", "superman", "trustno1", "secret", "admin", "administrator", "root",
        "modelregistry", "registry", "mlflow", "12345", "abcdef", "asdfgh", "1q2w3e",
    ];

    public static string Check(string field, string? password, string email)
    {
        if (password is null || password.Length < MinLength || password.Length > MaxLength)
        {
            throw Invalid(field, "password_length", string.Create(CultureInfo.InvariantCulture,
                $"A password has {MinLength} to {MaxLength} characters. A sentence of a few words is easy to remember and hard to guess."));
        }

        var lower = password.ToLowerInvariant();
        var local = email.Split('@')[0].ToLowerInvariant();
        var rest = Guessable.Append(local).Where(word => word.Length > 2).Aggregate(lower, (left, word) => left.Replace(word, "", StringComparison.Ordinal));
        if (lower.Distinct().Count() < MinDistinct || rest.Count(char.IsLetter) + rest.Distinct().Count() < MinDistinct)
        {
            throw Invalid(field, "password_guessable", "This password is easy to guess: it is made of a common word, your address or few characters. Take a sentence of a few words.");
        }

        return password;
    }

    private static RegistryException Invalid(string field, string code, string message) => RegistryException.Invalid(field, code, message);
}
