using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Bench.Lists;

/// <summary>
/// 10,000 people in 500 teams, 220 collections of which half are restricted, and 5,000 grants, of which one person holds 200: 100 on models and 50 on
/// collections by themselves, and 50 by five teams.
/// </summary>
internal sealed class ManyPeople(Guid member, Guid viewerRole)
{
    public const string Email = "member@example.test";

    private const int People = 10_000;
    private const int Teams = 500;
    private const int Members = 20;
    private const int Units = 20;
    private const int Desks = 10;
    private const int Grants = 5_000;
    private const int Own = 150;
    private const int OfTeam = 10;
    private const int TeamsOfMember = 5;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<Collection> _desks = [];

    /// <summary>Where a model lives: the collection and whether it is closed.</summary>
    public Collection DeskOf(int model) => _desks[model % _desks.Count];

    public void FillCollections(RegistryDbContext db, SqliteConnection connection)
    {
        using var collections = new BulkTable<Collection>(db, connection);
        using var ancestors = new BulkTable<CollectionAncestor>(db, connection);
        for (var unit = 0; unit < Units; unit++)
        {
            var top = Add(collections, $"unit {unit.ToString(Culture)}", null, unit < Units / 2);
            ancestors.Add(new CollectionAncestor { CollectionId = top.Id, AncestorId = top.Id });
            for (var desk = 0; desk < Desks; desk++)
            {
                var inside = Add(collections, $"{top.Path}/desk {desk.ToString(Culture)}", top, null);
                ancestors.Add(new CollectionAncestor { CollectionId = inside.Id, AncestorId = inside.Id });
                ancestors.Add(new CollectionAncestor { CollectionId = inside.Id, AncestorId = top.Id });
                _desks.Add(inside);
            }
        }
    }

    public void Fill(RegistryDbContext db, SqliteConnection connection, IReadOnlyList<Guid> models)
    {
        var people = FillPeople(db, connection);
        var teams = FillTeams(db, connection, people);
        using var grants = new BulkTable<Grant>(db, connection);
        for (var i = 0; i < Grants; i++)
        {
            // Every second model is closed; what the member holds is spread over all of them.
            var model = models[i * 37 % models.Count];
            var desk = _desks[i * 7 % _desks.Count].Id;
            (Guid? person, Guid? team) = i < Own ? (member, null) : i < Own + (TeamsOfMember * OfTeam) ? (null, teams[(i - Own) / OfTeam])
                : i % 2 == 0 ? ((Guid?)people[i % people.Count], (Guid?)null) : (null, teams[TeamsOfMember + (i % (Teams - TeamsOfMember))]);
            var onModel = i < Own ? i % 3 != 0 : i % 5 != 0;
            grants.Add(new Grant(Guid.CreateVersion7(Start.AddMinutes(i)))
            {
                PersonId = person,
                TeamId = team,
                ModelId = onModel ? model : null,
                CollectionId = onModel ? null : desk,
                Right = (GrantRight)(i % 3),
                CreatedAt = Start,
                CreatedByName = ManyVersions.Email,
            });
        }
    }

    private List<Guid> FillPeople(RegistryDbContext db, SqliteConnection connection)
    {
        using var users = new BulkTable<RegistryUser>(db, connection);
        using var roles = new BulkTable<IdentityUserRole<Guid>>(db, connection);
        var made = new List<Guid>();
        for (var i = 0; i < People; i++)
        {
            var email = $"person{i.ToString("00000", Culture)}@example.test";
            var user = new RegistryUser
            {
                Id = Guid.CreateVersion7(Start.AddMinutes(i)),
                Email = email,
                UserName = email,
                NormalizedEmail = email.ToUpperInvariant(),
                NormalizedUserName = email.ToUpperInvariant(),
                DisplayName = $"Person {i.ToString(Culture)}",
                CreatedAt = Start,
                SecurityStamp = i.ToString(Culture),
                ConcurrencyStamp = i.ToString(Culture),
            };
            users.Add(user);
            roles.Add(new IdentityUserRole<Guid> { UserId = user.Id, RoleId = viewerRole });
            made.Add(user.Id);
        }

        return made;
    }

    private List<Guid> FillTeams(RegistryDbContext db, SqliteConnection connection, List<Guid> people)
    {
        using var teams = new BulkTable<Team>(db, connection);
        using var members = new BulkTable<TeamMember>(db, connection);
        var made = new List<Guid>();
        for (var i = 0; i < Teams; i++)
        {
            var name = $"team {i.ToString("000", Culture)}";
            var team = new Team(Guid.CreateVersion7(Start.AddMinutes(i))) { Name = name, NormalizedName = ModelName.Normalize(name), CreatedAt = Start };
            teams.Add(team);
            made.Add(team.Id);
            for (var place = 0; place < Members; place++)
            {
                members.Add(new TeamMember { TeamId = team.Id, PersonId = people[((i * Members) + place) % people.Count] });
            }

            if (i < TeamsOfMember)
            {
                members.Add(new TeamMember { TeamId = team.Id, PersonId = member });
            }
        }

        return made;
    }

    private static Collection Add(BulkTable<Collection> table, string path, Collection? parent, bool? restricted)
    {
        var made = new Collection(Guid.CreateVersion7(Start.AddMinutes(table.Rows)))
        {
            Path = path,
            NormalizedPath = path.ToUpperInvariant(),
            ParentId = parent?.Id,
            Restricted = restricted,
            Closed = restricted ?? parent?.Closed ?? false,
            CreatedAt = Start,
            CreatedByName = ManyVersions.Email,
        };
        table.Add(made);
        return made;
    }
}
