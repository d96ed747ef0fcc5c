namespace ModelRegistry.Web.Components.Pages.Promotions;

/// <summary>The tabs of Reviews, as its address names them; an unknown one is the first.</summary>
public static class ReviewTabs
{
    public const string Waiting = "waiting";
    public const string Mine = "mine";
    public const string Open = "open";
    public const string Done = "done";

    public static IReadOnlyList<(string Key, string Label)> All { get; } = [(Waiting, "Waiting for me"), (Mine, "Mine"), (Open, "All open"), (Done, "Done")];

    public static string Read(string? tab) => All.Any(known => known.Key == tab) ? tab! : Waiting;
}
