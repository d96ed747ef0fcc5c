using System.Globalization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Accounts;

/// <summary>
/// What a password must be: long enough and not guessable from the person, the product or the keyboard. No composition rule
/// and no forced change (OWASP ASVS 5.0, 6.2); kept exactly as typed.
/// </summary>
public static class PasswordRules
{
    public const int MinLength = 10;
    public const int MaxLength = 256;

    private const int MinDistinct = 5;
    private const int RunLength = 4;

    private static readonly string[] Guessable =
    [
        "password", "passwort", "passw0rd", "p@ssw0rd", "letmein", "welcome", "changeme", "iloveyou", "trustno1", "whatever", "computer", "internet",
        "monkey", "dragon", "football", "baseball", "basketball", "volleyball", "skateboard", "sunshine", "princess", "superman", "butterfly", "strawberry",
        "california", "manchester", "liverpool", "christopher", "alexander", "michelle", "elizabeth",
        "qwertyuiop", "qwertzuiop", "azertyuiop", "qwerty", "qwertz", "azerty", "asdfghjkl", "asdfgh", "zxcvbnm", "yxcvbnm",
        "1qaz2wsx3edc", "1qaz2wsx", "qazwsxedc", "qazwsx", "zaq12wsx", "1q2w3e4r5t", "1q2w3e4r", "1q2w3e", "q1w2e3r4t5", "q1w2e3r4",
        "secret", "administrator", "admin", "root", "modelregistry", "registry", "mlflow",
    ];

    public static string Check(string field, string? password, string email)
    {
        if (password is null || password.Length < MinLength || password.Length > MaxLength)
        {
            throw Invalid(field, "password_length", string.Create(CultureInfo.InvariantCulture,
                $"A password has {MinLength} to {MaxLength} characters. A sentence of a few words is easy to remember and hard to guess."));
        }

        var lower = password.ToLowerInvariant();
        var rest = Guessable.Concat(OwnWords(email.ToLowerInvariant())).OrderByDescending(word => word.Length)
            .Aggregate(lower, (left, word) => left.Replace(word, "", StringComparison.Ordinal));
        if (lower.Distinct().Count() < MinDistinct || WithoutRuns(rest).Where(char.IsLetterOrDigit).Distinct().Count() < MinDistinct)
        {
            throw Invalid(field, "password_guessable",
                "This password is easy to guess: it is made of a common word, your address, neighbouring keys or few characters. Take a sentence of a few "
                    + "words.");
        }

        return password;
    }

    private static IEnumerable<string> OwnWords(string email) => email.Split('@', '.').Append(email).Append(email.Split('@')[0]).Where(word => word.Length > 2);

    /// <summary>The text without runs such as 12345, 9876 or abcd.</summary>
    private static string WithoutRuns(string text)
    {
        var kept = new List<char>();
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = start + 1;
            var step = end < text.Length ? text[end] - text[start] : 0;
            while (end < text.Length && step is 1 or -1 && text[end] - text[end - 1] == step)
            {
                end++;
            }

            if (end - start < RunLength)
            {
                end = start + 1;
                kept.Add(text[start]);
            }
        }

        return new string([.. kept]);
    }

    private static RegistryException Invalid(string field, string code, string message) => RegistryException.Invalid(field, code, message);
}
