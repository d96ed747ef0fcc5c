using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

/// <summary>People with a name: grants and the seats of a policy are given to it, and whoever is in it has them.</summary>
public sealed class Team : Entity
{
    public const int NameMaxLength = 100;
    public const int MaxMembers = 1_000;

    public Team(Guid id) => Id = id;

    public string Name { get; set; } = "";

    /// <summary>Unique: names are the same without regard to case and width.</summary>
    public string NormalizedName { get; set; } = "";

    /// <summary>Adds and removes members beside the admins.</summary>
    public Guid? LeadId { get; set; }

    /// <summary>The id that the directory which provisions the team gave it.</summary>
    public string? ExternalId { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public List<TeamMember> Members { get; } = [];
}

public sealed class TeamMember
{
    public Guid TeamId { get; init; }

    public Guid PersonId { get; init; }
}
