using System.Globalization;
using System.Text;
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
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUnprintable(rune) || (rune.IsBmp && Forbidden.Contains((char)rune.Value, StringComparison.Ordinal)))
            {
                throw Invalid($"The name holds {Show(rune)}, which is not allowed. Use letters, digits, spaces, '.', '_' and '-'.");
            }
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

    // Nobody sees them, so that two names with and without would be taken for one.
    private static bool IsUnprintable(Rune rune) => rune.Value != ' ' && (Blank.Contains(rune.Value) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);

    /// <summary>Letters, marks and symbols that draw nothing: what Unicode calls ignorable, and the empty Braille pattern.</summary>
    private static readonly HashSet<int> Blank =
    [
        0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164, 0xFFA0,
        .. Enumerable.Range(0xFE00, 16), .. Enumerable.Range(0xE0100, 240),
    ];

    private static string Show(Rune rune) => IsUnprintable(rune)
        ? string.Create(CultureInfo.InvariantCulture, $"the invisible character U+{rune.Value:X4}")
        : $"'{rune}'";

    private static RegistryException Invalid(string message) => RegistryException.Invalid("name", "model_name_invalid", message);
}
