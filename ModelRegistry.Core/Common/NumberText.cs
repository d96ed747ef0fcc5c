using System.Globalization;

namespace ModelRegistry.Core.Common;

internal static class NumberText
{
    /// <summary>A number in the middle of a sentence or address, the same for every reader.</summary>
    public static string Text(this int number) => number.ToString(CultureInfo.InvariantCulture);
}
