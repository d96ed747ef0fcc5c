using System.Globalization;
using ModelRegistry.Core.Lineage;

namespace ModelRegistry.Web.Components.Pages.Lineage;

/// <summary>Where a version comes from and what it reaches, in sentences.</summary>
internal static class LineageWords
{
    /// <summary>The answer that people come with: what it was made of, and where it is now.</summary>
    public static string Answer(VersionLineage lineage)
    {
        var made = lineage.Dataset is null ? "No data set was named" : $"Trained on {lineage.Dataset.Name ?? "a data set without a name"}";
        var now = lineage.Slots.Where(stay => stay.Until is null).Select(stay => stay.Slot).ToList();
        return $"{made}. {(now.Count == 0 ? "It is in no slot" : $"It is in {string.Join(" and ", now)}")}, and {Hosts(lineage.HostCount)} it.";
    }

    /// <summary>How many versions used the same data set; the version itself is one of them.</summary>
    public static string Uses(int count) => count switch
    {
        > OtherUses.Most => $"Used by more than {OtherUses.Most.ToString("N0", CultureInfo.InvariantCulture)} versions",
        <= 1 => "Used by this version alone",
        _ => string.Create(CultureInfo.InvariantCulture, $"Used by {count:N0} versions"),
    };

    /// <summary>What a quarantine of these would touch.</summary>
    public static string Touched(IReadOnlyCollection<DatasetUse> ticked)
    {
        var occupants = ticked.Where(use => use.Slots.Count > 0).ToList();
        var models = ticked.Select(use => use.Model).Distinct(StringComparer.Ordinal).Count();
        var what = string.Create(CultureInfo.InvariantCulture,
            $"{(ticked.Count == 1 ? "1 version" : $"{ticked.Count} versions")} of {(models == 1 ? "1 model" : $"{models} models")}");
        return occupants.Count == 0 ? $"{what}; none is in a slot."
            : $"{what}. Nothing moves: {string.Join("; ", occupants.Select(use => $"{use.Model} v{use.Version} stays in {string.Join(", ", use.Slots)}"))}, "
                + "and shows the quarantine until it is rolled back.";
    }

    private static string Hosts(int count) => count switch
    {
        0 => "no host that asks here runs",
        1 => "1 host runs",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count:N0} hosts run"),
    };
}
