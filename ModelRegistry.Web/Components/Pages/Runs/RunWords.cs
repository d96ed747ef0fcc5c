using System.Globalization;
using ModelRegistry.Core.Runs;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Runs;

/// <summary>What pages say of numbers of runs.</summary>
internal static class RunWords
{
    public static string Count(int runs) => runs == 1 ? "1 run" : $"{Number(runs)} runs";

    public static string Nested(int runs) => runs == 1 ? "1 nested run" : $"{Number(runs)} nested runs";

    /// <summary>What a list found; of a list that goes on as much as is known.</summary>
    public static string Found(KeysetRows<RunView> rows) => rows.HasMore ? $"More than {Count(rows.Known)}" : Count(rows.Known);

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
