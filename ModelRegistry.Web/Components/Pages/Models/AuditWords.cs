using System.Globalization;
using ModelRegistry.Core.Audit;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>One line for an event of a model.</summary>
internal static class AuditWords
{
    public static string Of(AuditEntry entry)
    {
        var what = entry.Action.Replace('.', ' ').Replace('_', ' ');
        return entry.Version is { } version
            ? string.Create(CultureInfo.InvariantCulture, $"{entry.Actor}: {what}, v{version}")
            : $"{entry.Actor}: {what}";
    }
}
