using System.Text.RegularExpressions;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Slots;

/// <summary>
/// The rule for names of slots, stages and aliases alike: letters, digits, '_', '-' and '.', told apart without regard to case.
/// <c>latest</c> and <c>v7</c> are refused: MLflow's addresses give them a meaning of their own.
/// </summary>
public static partial class SlotName
{
    public const int MaxLength = 200;

    public static string Check(string field, string? name)
    {
        var text = Text.Check(field, name, MaxLength, required: true);
        if (!text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.') || text.EndsWith('.') || text.StartsWith('.'))
        {
            throw RegistryException.Invalid(field, "slot_name_invalid", $"'{text}' is no name for a slot: use letters, digits, '_', '-' and '.' inside.");
        }

        var normalized = Normalize(text);
        if (normalized.Length > MaxLength || normalized.Any(char.IsWhiteSpace))
        {
            throw RegistryException.Invalid(field, "slot_name_invalid", $"'{text}' stands for a longer text ('{Shown(normalized)}'), by which it is told apart "
                + "from other names, and that is no name for a slot. Use plain letters.");
        }

        return Reserved().IsMatch(normalized)
            ? throw RegistryException.Invalid(field, "slot_name_reserved",
                $"'{text}' is reserved: addresses such as models:/name@{text} already mean something else. Choose another name.")
            : text;
    }

    private static string Shown(string normalized) => normalized.Length <= 40 ? normalized : $"{normalized[..40]}…";

    public static string Normalize(string name) => ModelName.Normalize(name);

    /// <inheritdoc cref="ModelName.TryNormalize"/>
    public static string? TryNormalize(string name) => ModelName.TryNormalize(name);

    [GeneratedRegex("^(LATEST|V[0-9]+)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Reserved();
}
