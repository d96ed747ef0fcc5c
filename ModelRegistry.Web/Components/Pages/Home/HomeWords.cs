using System.Globalization;
using ModelRegistry.Core.Rollbacks;

namespace ModelRegistry.Web.Components.Pages.Home;

/// <summary>What the first line of Home says of production.</summary>
public static class HomeWords
{
    /// <summary>"4 models in production, all can go back".</summary>
    public static string Production(ProductionCount count)
    {
        var models = count.Models switch
        {
            0 => "nothing is in production",
            1 => "1 model in production",
            > ProductionCount.Most => Text($"more than {ProductionCount.Most} models in production"),
            var many => Text($"{many} models in production"),
        };
        return models + (count switch
        {
            { Models: 0 } => "",
            { Models: 1, CannotGoBack: 1 } => ", it cannot go back",
            { Models: 1, Unknown: 1 } => ", whether it can go back is not checked yet",
            { CannotGoBack: 0, Unknown: 0, Models: 1 } => ", it can go back",
            { CannotGoBack: 0, Unknown: 0 } => ", all can go back",
            { CannotGoBack: 0 } => Text($", {count.Unknown} not checked yet whether they can go back"),
            { Unknown: 0 } => Text($", {count.CannotGoBack} cannot go back"),
            _ => Text($", {count.CannotGoBack} cannot go back, {count.Unknown} not checked yet"),
        });
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
