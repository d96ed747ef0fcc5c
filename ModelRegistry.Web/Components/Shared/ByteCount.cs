using System.Globalization;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>A size for reading, in steps of 1 000 as file managers and disks count.</summary>
public static class ByteCount
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"];

    public static string Of(long bytes)
    {
        if (bytes == 1)
        {
            return "1\u00a0byte";
        }

        var (size, unit) = ((double)bytes, 0);
        // 999.5 would read "1000 kB".
        while (size >= (unit == 0 ? 1000 : 999.5) && unit < Units.Length - 1)
        {
            (size, unit) = (size / 1000, unit + 1);
        }

        var format = unit == 0 || size >= 99.95 ? "0" : "0.0";
        return $"{size.ToString(format, CultureInfo.InvariantCulture)}\u00a0{Units[unit]}";
    }
}
