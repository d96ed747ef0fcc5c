using System.Globalization;
using System.Text;

namespace ModelRegistry.Core.Common;

/// <summary>
/// Checks of free text that both databases must keep alike: bounded length, no lone surrogates, no control characters
/// but tab and line breaks.
/// </summary>
public static class Text
{
    public static string Check(string field, string? value, int maxLength, bool required = false)
    {
        var text = value ?? "";
        if (required && string.IsNullOrWhiteSpace(text))
        {
            throw RegistryException.Invalid(field, "field_required", $"{field} must not be empty.");
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

    public static string? CheckOptional(string field, string? value, int maxLength) =>
        string.IsNullOrEmpty(value) ? null : Check(field, value, maxLength);

    /// <summary>A key of a tag, parameter or metric by MLflow's rule: <c>[/\w.\- :]</c>, at most 250 characters, a normal relative path.</summary>
    public static string CheckKey(string field, string? value)
    {
        var key = Check(field, value, KeyMaxLength, required: true);
        if (!key.All(IsKeyCharacter) || key.Trim() != key)
        {
            throw RegistryException.Invalid(field, "key_invalid",
                $"'{key}' is no valid name: use letters, digits, '_', '-', '.', ':', '/' and spaces inside.");
        }

        if (key.Split('/').Any(part => part is "" or "." or ".."))
        {
            throw RegistryException.Invalid(field, "key_invalid", $"'{key}' is no valid name: it must not hold '//', '.' or '..' as a part, nor begin or end with '/'.");
        }

        return key;
    }

    public const int KeyMaxLength = 250;

    private static bool IsKeyCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or ' ' or ':' or '/';

    private static bool IsStorable(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar && HasLoneSurrogate(text))
            {
                return false;
            }

            if (Rune.IsControl(rune) && rune.Value is not ('\n' or '\r' or '\t'))
            {
                return false;
            }
        }

        return true;
    }

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
