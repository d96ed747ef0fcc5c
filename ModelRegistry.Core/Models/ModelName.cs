using System.Globalization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Models;

/// <summary>
/// The rule for names of registered models. Two names that differ only by case or character width are the same name: the
/// application writes a normalised column, so that both databases answer alike.
/// </summary>
public static class ModelName
{
    public const int MaxLength = 200;

    private const string Forbidden = "/\\:%@#?*\"<>|";

    public static string Check(string? name)
    {
        var text = Text.Check("name", name, MaxLength, required: true);
        if (text.FirstOrDefault(c => Forbidden.Contains(c, StringComparison.Ordinal) || IsUnprintable(c)) is var bad and not '\0')
        {
            throw Invalid($"The name holds {Show(bad)}, which is not allowed. Use letters, digits, spaces, '.', '_' and '-'.");
        }

        var normalized = Normalize(text);
        if (text != text.Trim() || normalized.Length != Text.Fold(text).Length)
        {
            throw Invalid("The name begins or ends with a space or ends with a dot. Leave that out: such names are told apart by nobody.");
        }

        if (normalized.Any(c => Forbidden.Contains(c, StringComparison.Ordinal)) || normalized.Length > MaxLength)
        {
            throw Invalid("The name holds a wide form of a character that is not allowed. Use letters, digits, spaces, '.', '_' and '-'.");
        }

        return text;
    }

    /// <inheritdoc cref="Text.FoldName"/>
    public static string Normalize(string name) => Text.FoldName(name);

    /// <summary>The normalised form of a name in an address, or null when it can name no model (then it is simply not found).</summary>
    public static string? TryNormalize(string name)
    {
        try
        {
            return name.Length is > 0 and <= MaxLength ? Normalize(name) : null;
        }
        catch (ArgumentException)
        {
            return null; // half a surrogate pair
        }
    }

    private static bool IsUnprintable(char c) =>
        c != ' ' && char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator;

    private static string Show(char c) => IsUnprintable(c)
        ? string.Create(CultureInfo.InvariantCulture, $"the invisible character U+{(int)c:X4}")
        : $"'{c}'";

    private static RegistryException Invalid(string message) => RegistryException.Invalid("name", "model_name_invalid", message);
}
