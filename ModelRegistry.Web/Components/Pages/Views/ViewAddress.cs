using Microsoft.AspNetCore.WebUtilities;
using ModelRegistry.Core.Views;
using ModelRegistry.Web.Components.Pages.Models;

namespace ModelRegistry.Web.Components.Pages.Views;

/// <summary>A list's address and what a view keeps of it: what is searched for, the order, the columns, and whether archived rows are among them.</summary>
public static class ViewAddress
{
    private static readonly string[] Kept = ["q", "order", "columns", "archived"];

    /// <summary>What a view of the list at this address holds, always written in the same way; empty when it is shown as it always is.</summary>
    public static string QueryOf(string address) => Write(Read(new Uri(address).Query));

    /// <summary>
    /// The page that shows the view. Programs may have saved a mere filter: then that is what is searched for. Nothing else that the query says gets into
    /// the address.
    /// </summary>
    public static string Of(ViewOfList view)
    {
        var kept = Read(view.Query);
        if (kept.Count == 0 && view.Query.Length > 0)
        {
            kept["q"] = view.Query;
        }

        var query = Write(kept);
        return view.Model is { } model ? $"{Urls.Model(model, ModelTabs.Versions)}{(query.Length == 0 ? "" : "&")}{query}"
            : query.Length == 0 ? Urls.Models : $"{Urls.Models}?{query}";
    }

    private static Dictionary<string, string> Read(string query)
    {
        var parsed = QueryHelpers.ParseQuery(query);
        return Kept.Where(key => !string.IsNullOrEmpty(parsed.GetValueOrDefault(key))).ToDictionary(key => key, key => parsed[key].ToString());
    }

    private static string Write(Dictionary<string, string> kept) =>
        string.Join('&', Kept.Where(kept.ContainsKey).Select(key => $"{key}={Uri.EscapeDataString(kept[key])}"));
}
