using System.Globalization;
using System.Text;

namespace ModelRegistry.Core.Common;

/// <summary>
/// Checks of free text that both databases must keep alike: bounded length, no lone surrogates, no control characters
/// but tab and line breaks.
/// </summary>
public static class Text
{
    public const int KeyMaxLength = 250;

    public static string Check(string field, string? value, int maxLength, bool required = false)
    {
        var text = value ?? "";
        if (required && string.IsNullOrWhiteSpace(text))
        {
            throw RegistryException.Invalid(field, "field_required", $"{field} is missing or empty.");
        }

        if (text.Length > maxLength)
        {
            throw RegistryException.Invalid(field, "field_too_long", string.Create(CultureInfo.InvariantCulture,
                $"{field} has {text.Length} characters; {maxLength} are allowed."));
        }

        if (!IsStorable(text))
        {
            throw RegistryException.Invalid(field, "field_not_text",
                $"{field} holds control characters or half of a surrogate pair. Send it as plain text.");
        }

        return text;
    }

    /// <summary>Text that may be absent, without spaces at its ends: SQL Server ignores those at the end when it compares, SQLite does not.</summary>
    public static string? CheckOptional(string field, string? value, int maxLength) =>
        string.IsNullOrWhiteSpace(value) ? null : Check(field, value.Trim(), maxLength);

    /// <summary>A key of a tag, parameter or metric by MLflow's rule: <c>[/\w.\- :]</c>, at most 250 characters, a normal relative path.</summary>
    public static string CheckKey(string field, string? value)
    {
        var key = Check(field, value, KeyMaxLength, required: true);
        return IsKey(key) ? key : throw RegistryException.Invalid(field, "key_invalid",
            $"'{key}' is no valid name: use letters, numbers, '_', '-', '.', ':', '/' and spaces inside, without '//', '.' or '..' as a part or '/' at an "
                + "end.");
    }

    public static bool IsKey(string key) =>
        key.Length is > 0 and <= KeyMaxLength && key.EnumerateRunes().All(IsKeyCharacter) && key.Trim() == key && !key.Split('/')
            .Any(part => part is "" or "." or "..");

    /// <summary>What makes two names equal: compatibility form (width), then upper case, then without spaces and dots at the end.</summary>
    public static string FoldName(string name) => Fold(name).TrimEnd(' ', '.');

    /// <summary>
    /// What two texts have in common that differ only by case or character width: compatibility form, then upper case. Kept in
    /// columns of its own, because the databases' own rules differ.
    /// </summary>
    public static string Fold(string text) => text.Normalize(NormalizationForm.FormKC).ToUpperInvariant();

    // Python's \w: letters, and every kind of number ("R²"), not only digits.
    private static bool IsKeyCharacter(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
        || rune.Value is '_' or '-' or '.' or ' ' or ':' or '/';

    internal static bool IsStorable(string text) =>
        !HasLoneSurrogate(text) && text.All(c => !char.IsControl(c) || c is '\n' or '\r' or '\t');

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }
}
