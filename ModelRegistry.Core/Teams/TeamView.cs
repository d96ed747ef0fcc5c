namespace ModelRegistry.Core.Teams;

/// <summary>A team; of its members a list shows the first twenty by address, and <see cref="MemberCount"/> is the whole number.</summary>
public sealed record TeamView(string Name, string? Lead, IReadOnlyList<string> Members, int MemberCount, DateTimeOffset CreatedAt)
{
    public const int MembersInLists = 20;
}

/// <summary>A team to make: people are named by e-mail address.</summary>
public sealed record NewTeam(string Name, string? Lead = null, IReadOnlyList<string>? Members = null);

/// <summary>Changes of a team: what is null stays, an empty lead is none, and <see cref="Members"/> replaces all of them.</summary>
public sealed record TeamEdit(string? Name = null, string? Lead = null, IReadOnlyList<string>? Members = null, IReadOnlyList<string>? Join = null,
    IReadOnlyList<string>? Leave = null);
