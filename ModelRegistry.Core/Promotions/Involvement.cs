using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Promotions;

/// <summary>Somebody who had a hand in what a request is about, and so may not approve it (rule 8: four eyes).</summary>
internal sealed record Involved(Guid UserId, string Name, string Why, string? Yours = null)
{
    /// <summary>The same, said to the person themselves: "you …".</summary>
    public string WhyYou => Yours ?? Why;
}

/// <summary>
/// Finds who is involved in requests, for many at once. Whoever a token acts for is recorded as having acted, so the owner of
/// a token is found like a person; for a service account its responsible person is involved too.
/// </summary>
internal static class Involvement
{
    private const int Registered = 1;
    private const int RegisteredSame = 2;
    private const int Uploaded = 3;
    private const int Measured = 4;
    private const int Edited = 5;
    private const int Ran = 6;

    public static async Task<ILookup<Guid, Involved>> ReadAsync(RegistryDbContext db, IReadOnlyCollection<PromotionRequest> requests, CancellationToken ct)
    {
        var requesters = requests.Select(request =>
            (request.Id, Involved: new Involved(request.RequestedById, request.RequestedByName, "asked for this promotion")));
        Guid[] ids = [.. requests.Select(request => request.VersionId).OfType<Guid>().Distinct()];
        var hands = (await Hands(db, ids).Concat(Editors(db, [.. requests.Select(request => request.Id)])).ToListAsync(ct)).ToLookup(hand => hand.Of, Told);
        var all = requesters
            .Concat(requests.SelectMany(request => hands[request.VersionId ?? Guid.Empty].Concat(hands[request.Id]).Select(found => (request.Id, found))))
                .ToList();
        var bound = await BoundAsync(db, [.. all.Select(pair => pair.Item2.UserId).Distinct()], ct);
        return all.Concat(all.SelectMany(pair => bound[pair.Item2.UserId].Select(person => (pair.Item1, person))))
            .Distinct().ToLookup(pair => pair.Item1, pair => pair.Item2);
    }

    /// <summary>The same for a version that nobody asked to promote yet.</summary>
    public static async Task<IReadOnlyList<Involved>> OfVersionAsync(RegistryDbContext db, Guid versionId, CancellationToken ct)
    {
        return await OfVersionsAsync(db, [versionId], ct);
    }

    /// <summary>Everybody who had a hand in one of these versions.</summary>
    public static async Task<IReadOnlyList<Involved>> OfVersionsAsync(RegistryDbContext db, Guid[] versionIds, CancellationToken ct)
    {
        return await WithBoundAsync(db, (await Hands(db, versionIds).ToListAsync(ct)).ConvertAll(Told), ct);
    }

    /// <summary>These people, and whoever may not do what one of them may not.</summary>
    public static async Task<List<Involved>> WithBoundAsync(RegistryDbContext db, IReadOnlyCollection<Involved> people, CancellationToken ct)
    {
        var bound = await BoundAsync(db, [.. people.Select(person => person.UserId).Distinct()], ct);
        return [.. people.Concat(people.SelectMany(person => bound[person.UserId])).Distinct()];
    }

    /// <summary>Who had a hand in these versions, in one query.</summary>
    private static IQueryable<Hand> Hands(RegistryDbContext db, Guid[] ids)
    {
        // Whatever is promoted is sealed, so it has a digest, and the version itself is among those with the same.
        var registrants = db.Versions.Where(version => ids.Contains(version.Id) && version.Digest != null)
            .Join(db.Versions.IgnoreQueryFilters(Deletion.Filters), version => version.Digest, other => other.Digest,
                (version, other) => new Hand
                {
                    Of = version.Id,
                    UserId = other.CreatedById,
                    Name = other.CreatedByName,
                    Did = other.Id == version.Id
                    ? Registered : RegisteredSame,
                    Number = version.Number
                })
            .Distinct();
        var uploaders = db.VersionFiles.Where(file => ids.Contains(file.VersionId))
            .Select(file => new Hand { Of = file.VersionId, UserId = file.UploadedById, Name = file.UploadedByName, Did = Uploaded, Number = 0 }).Distinct();
        var measurers = db.Metrics.Where(metric => ids.Contains(metric.VersionId) && metric.IsCurrent && metric.ById != null)
            .Select(metric => new Hand { Of = metric.VersionId, UserId = metric.ById!.Value, Name = metric.ByName, Did = Measured, Number = 0 }).Distinct();
        var runners = db.Versions.Where(version => ids.Contains(version.Id) && version.RunCreatedById != null)
            .Join(db.Users, version => version.RunCreatedById, person => person.Id, (version, person) =>
                new Hand { Of = version.Id, UserId = person.Id, Name = person.Email!, Did = Ran, Number = 0 });
        return registrants.Concat(uploaders).Concat(measurers).Concat(runners);
    }

    private static IQueryable<Hand> Editors(RegistryDbContext db, Guid[] requestIds)
    {
        var (versionEdited, modelEdited) = (EventKind.NameOf<VersionEdited>(), EventKind.NameOf<ModelEdited>());
        return db.PromotionRequests.Where(request => requestIds.Contains(request.Id) && request.VersionId != null)
            .Join(db.AuditEvents, request => (Guid?)request.ModelId, edit => edit.ModelId, (request, edit) => new { request, edit })
            .Where(pair => pair.edit.At >= pair.request.RequestedAt && pair.edit.ActorId != null
                && ((pair.edit.Action == versionEdited && pair.edit.Version == pair.request.VersionNumber)
                    || (pair.edit.Action == modelEdited && pair.edit.Version == null)))
            .Select(pair => new Hand { Of = pair.request.Id, UserId = pair.edit.ActorId!.Value, Name = pair.edit.ActorName, Did = Edited, Number = 0 })
            .Distinct();
    }

    private static Involved Told(Hand hand) => new(hand.UserId, hand.Name, hand.Did switch
    {
        Registered => $"registered v{hand.Number.Text()}",
        RegisteredSame => "registered a version with the same files",
        Uploaded => "uploaded a file of it",
        Measured => "logged a metric of it",
        Ran => "created the run that it comes from",
        _ => "changed its tags or card after the request was opened",
    });

    /// <summary>Whoever answers for a service account among these, and whoever stands in now for one of them or for who answers.</summary>
    private static async Task<ILookup<Guid, Involved>> BoundAsync(RegistryDbContext db, Guid[] userIds, CancellationToken ct)
    {
        var pairs = PresentStandIns.Pairs(db);
        var people = db.Users.Where(user => userIds.Contains(user.Id));
        var rows = await db.Users.Where(user => userIds.Contains(user.Id) || people.Any(account => account.ResponsibleId == user.Id)).Select(user => new
        {
            user.Id,
            user.Email,
            user.ResponsibleId,
            Responsible = db.Users.Where(person => person.Id == user.ResponsibleId).Select(person => person.Email).FirstOrDefault(),
            StandIns = pairs.Where(pair => pair.PersonId == user.Id).ToList(),
        }).ToListAsync(ct);
        var standIns = rows.ToDictionary(row => row.Id, row => row.StandIns.ConvertAll(pair => new Involved(pair.StandInId, pair.StandIn,
            $"stands in for {pair.Person}, who had a hand in it", $"stand in for {pair.Person}, who had a hand in it")));
        return rows.SelectMany(row => standIns[row.Id].Concat(row.ResponsibleId is not { } id ? [] :
            [
                new Involved(id, row.Responsible!, $"answers for {row.Email}, which had a hand in it", $"answer for {row.Email}, which had a hand in it"),
                .. standIns[id],
            ]).Select(person => (row.Id, Person: person))).ToLookup(pair => pair.Id, pair => pair.Person);
    }

    /// <summary>What somebody did to a version, or to what a request is about.</summary>
    private sealed class Hand
    {
        public Guid Of { get; init; }

        public Guid UserId { get; init; }

        public string Name { get; init; } = "";

        public int Did { get; init; }

        public int Number { get; init; }
    }
}
