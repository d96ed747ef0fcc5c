using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Teams;

/// <summary>Tells what happened to teams.</summary>
internal static class TeamSentences
{
    private const int Named = 5;

    public static EventSentences All { get; } = new EventSentences()
        .Say<TeamCreated>((entry, made) => Plainly($"{entry.Actor} made the team '{made.After.Name}'{People(" of ", made.After.Members)}"))
        .Say<TeamEdited>((entry, edited) => Plainly($"{entry.Actor} changed the team '{edited.Before.Name}'{Changes(edited)}"))
        .Say<TeamDeleted>((entry, deleted) => Plainly($"{entry.Actor} deleted the team '{deleted.Before.Name}'"));

    private static string Changes(TeamEdited edited)
    {
        var (before, after) = (edited.Before, edited.After);
        List<string> changes =
        [
            .. before.Name == after.Name ? Array.Empty<string>() : [$"it is called '{after.Name}' now"],
            .. before.Lead == after.Lead ? Array.Empty<string>() : [after.Lead is null ? "it has no lead now" : $"{after.Lead} leads it now"],
            .. after.Joined.Count == 0 ? Array.Empty<string>() : [$"{People("", after.Joined)} joined"],
            .. after.Left.Count == 0 ? Array.Empty<string>() : [$"{People("", after.Left)} left"],
            .. before.ExternalId == after.ExternalId ? Array.Empty<string>()
                : [after.ExternalId is null ? "no directory keeps it now" : "a directory keeps it now"],
        ];
        return changes.Count == 0 ? "" : $": {string.Join(", ", changes)}";
    }

    private static string People(string lead, IReadOnlyList<string> people) => people.Count switch
    {
        0 => "",
        <= Named => lead + string.Join(", ", people),
        _ => $"{lead}{string.Join(", ", people.Take(Named))} and {(people.Count - Named).Text()} more",
    };
}
