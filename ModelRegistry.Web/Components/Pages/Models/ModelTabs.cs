namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>The tabs of a model's page, as its address names them; an unknown one is the first.</summary>
public static class ModelTabs
{
    public const string Versions = "versions";
    public const string Timeline = "timeline";
    public const string Hosts = "hosts";
    public const string Card = "card";
    public const string Requests = "requests";
    public const string Activity = "activity";
    public const string Policy = "policy";
    public const string Settings = "settings";

    public static IReadOnlyList<(string Key, string Label)> All { get; } =
    [
        (Versions, "Versions"), (Timeline, "Timeline"), (Hosts, "Who runs what"), (Card, "Card"), (Requests, "Requests"), (Activity, "Activity"),
        (Policy, "Policy"), (Settings, "Settings"),
    ];

    public static string Read(string? tab) => All.Any(known => known.Key == tab) ? tab! : Versions;
}
