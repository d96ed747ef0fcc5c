using System.Globalization;
using System.Text;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Metrics;

/// <summary>
/// What a metric may be called, through every door: a key by MLflow's rule, or such a key with a slice behind it (<c>accuracy[country=DE]</c>), which
/// MLflow's own client refuses to send.
/// </summary>
public static class MetricName
{
    private const string MarksOfSlices = "_-. :/+%<>()&#'";

    public static string Check(string field, string? value)
    {
        if (value is null || !value.Contains('[', StringComparison.Ordinal))
        {
            return Text.CheckKey(field, value);
        }

        var name = Text.Check(field, value, Text.KeyMaxLength, required: true);
        return Is(name) ? name : throw RegistryException.Invalid(field, "key_invalid",
            $"'{name}' is no valid name of a metric on a slice: write it like accuracy[country=DE] or accuracy[country=DE,age=18-25], with one value for "
                + $"each name, of letters, numbers and {MarksOfSlices.Replace(" ", "", StringComparison.Ordinal)}.");
    }

    public static bool Is(string name) => Text.IsKey(name)
        || (name.Length <= Text.KeyMaxLength && SlicedMetric.Read(name) is { } slice && Text.IsKey(name[..name.IndexOf('[', StringComparison.Ordinal)])
            && slice.Parts.All(part => part.Value.Length > 0 && (part.Key + part.Value).EnumerateRunes().All(IsOfSlices)));

    private static bool IsOfSlices(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
        || (rune.IsAscii && MarksOfSlices.Contains((char)rune.Value, StringComparison.Ordinal));
}
