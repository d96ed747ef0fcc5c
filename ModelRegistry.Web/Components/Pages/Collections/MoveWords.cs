using System.Globalization;
using ModelRegistry.Core.Moves;

namespace ModelRegistry.Web.Components.Pages.Collections;

/// <summary>Who gains and who loses sight by a move, as sentences.</summary>
public static class MoveWords
{
    public static string Gains(SightChange change) => change.Count == 0 ? "Nobody begins to see it." : $"{Who(change)} will see it.";

    public static string Loses(SightChange change) => change.Count == 0 ? "Nobody ceases to see it." : $"{Who(change)} will not see it any more.";

    private static string Who(SightChange change)
    {
        var more = change.Count - change.People.Count;
        return more > 0 ? $"{string.Join(", ", change.People)} and {more.ToString(CultureInfo.InvariantCulture)} more" : string.Join(", ", change.People);
    }
}
