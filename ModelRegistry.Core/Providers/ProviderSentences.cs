using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Providers;

/// <summary>Tells what happened to the ways in through providers.</summary>
internal static class ProviderSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<LoginLinked>((entry, linked) => Plainly(
            $"{entry.Actor} connected {linked.After.User} with the provider '{linked.After.Provider}'"
                + (linked.Reason is null ? "" : $": {linked.Reason.TrimEnd('.')}")))
        .Say<LoginUnlinked>((entry, unlinked) => Plainly($"{entry.Actor} disconnected {unlinked.Before.User} from the provider '{unlinked.Before.Provider}'"))
        .Say<ProviderRightsChanged>((_, changed) => Plainly(
            $"By their groups at the provider '{changed.After.Provider}' {changed.After.User} has {Rights(changed.After)}"));

    private static string Rights(ProviderRightsChanged.Given given)
    {
        List<string> rights =
        [
            .. given.Roles.Count == 0 ? Array.Empty<string>() : [$"the role{(given.Roles.Count == 1 ? "" : "s")} {string.Join(", ", given.Roles)}"],
            .. given.Teams.Count == 0 ? Array.Empty<string>() : [$"the team{(given.Teams.Count == 1 ? "" : "s")} {string.Join(", ", given.Teams)}"],
        ];
        return rights.Count == 0 ? "no role and no team" : string.Join(" and ", rights);
    }
}
