using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Teams;

[Event(EventSubject.People, "team.created", "Team made", Checkpointed = true)]
public sealed record TeamCreated(TeamCreated.Team After) : AccountEvent
{
    public sealed record Team(string Name, string? Lead, IReadOnlyList<string> Members, string? ExternalId = null);
}

/// <summary>Of its members only those that came and went are told, its id in a directory only where it changed.</summary>
[Event(EventSubject.People, "team.edited", "Team changed", Checkpointed = true)]
public sealed record TeamEdited(TeamEdited.Naming Before, TeamEdited.Changed After) : AccountEvent
{
    public sealed record Naming(string Name, string? Lead, string? ExternalId = null);

    public sealed record Changed(string Name, string? Lead, IReadOnlyList<string> Joined, IReadOnlyList<string> Left, string? ExternalId = null);
}

/// <summary>With its grants, each of which ends with an event of its own.</summary>
[Event(EventSubject.People, "team.deleted", "Team deleted", Checkpointed = true)]
public sealed record TeamDeleted(TeamCreated.Team Before) : AccountEvent;
