using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Versions;

/// <summary>The rule for labels such as <c>2.1.0</c>: unique per model without regard to case, never all digits, usable in an address.</summary>
public static class VersionLabel
{
    public static string Check(string? label)
    {
        var text = Text.Check("label", label, ModelVersion.LabelMaxLength, required: true);
        if (!text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+') || text.All(char.IsAsciiDigit))
        {
            throw RegistryException.Invalid("label", "label_invalid",
                $"'{text}' is no valid label: use ASCII letters, digits, '.', '-', '_', '+', and not digits alone (those are version numbers).");
        }

        if (text.EndsWith('.') || text.StartsWith('.'))
        {
            throw RegistryException.Invalid("label", "label_invalid", "A label must not begin or end with a dot.");
        }

        return text;
    }

    public static string Normalize(string label) => ModelName.Normalize(label);
}
