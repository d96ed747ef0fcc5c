namespace ModelRegistry.Core.Provisioning;

/// <summary>An account as the directory that provisions it sees it.</summary>
public sealed record ProvisionedPerson(Guid Id, string Email, string DisplayName, bool Active, string? ExternalId, DateTimeOffset CreatedAt);

/// <summary>What a directory says of a person: what is null stays, an empty <see cref="ExternalId"/> is none. An address is never changed.</summary>
public sealed record PersonWish(string? Email = null, string? DisplayName = null, bool? Active = null, string? ExternalId = null);

/// <summary>A team as the directory that provisions it sees it; <see cref="Members"/> is null where they were not asked for.</summary>
public sealed record ProvisionedTeam(Guid Id, string Name, string? ExternalId, DateTimeOffset CreatedAt, IReadOnlyList<ProvisionedMember>? Members);

public sealed record ProvisionedMember(Guid Id, string Email);

/// <summary>What a directory says of a group: what is null stays. Members are set first, then come <see cref="Join"/>, then go <see cref="Leave"/>.</summary>
public sealed record TeamWish(string? Name = null, string? ExternalId = null, IReadOnlyList<Guid>? Members = null, IReadOnlyList<Guid>? Join = null,
    IReadOnlyList<Guid>? Leave = null);

/// <summary>By what a directory looks for somebody or something; all that is said must hold.</summary>
/// <param name="Id">The registry's own id.</param>
/// <param name="Name">The address of a person, the name of a team.</param>
/// <param name="ExternalId">The directory's id.</param>
/// <param name="Member">Of teams: who is in it.</param>
public sealed record ProvisioningSearch(Guid? Id = null, string? Name = null, string? ExternalId = null, Guid? Member = null)
{
    /// <summary>Most that one answer holds.</summary>
    public const int MostItems = 200;

    /// <summary>Most members that the teams of one answer have together: it ends before the team that would be over it, but never before the first.</summary>
    public const int MostMembers = 10_000;

    /// <summary>Counted from 1.</summary>
    public int StartIndex { get; init; } = 1;

    public int Count { get; init; } = 100;

    /// <summary>Nothing can be it: two different values were asked for at once, or one that is no id.</summary>
    public bool Impossible { get; init; }
}

/// <summary>
/// A part of a list in a stable order, by place: the protocol (RFC 7644, 3.4.2.4) knows no token to go on from.
/// </summary>
public sealed record Slice<T>(IReadOnlyList<T> Items, int Total, int StartIndex);
