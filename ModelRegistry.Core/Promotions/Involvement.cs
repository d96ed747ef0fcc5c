using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

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
    public static async Task<ILookup<Guid, Involved>> ReadAsync(RegistryDbContext db, IReadOnlyCollection<PromotionRequest> requests, CancellationToken ct)
    {
        var requesters = requests.Select(request => (request.Id, Involved: new Involved(request.RequestedById, request.RequestedByName, "asked for this promotion")));
        var ids = requests.Where(request => request.VersionId is not null).Select(request => request.VersionId!.Value).Distinct().ToArray();
        var ofVersions = (await HandsAsync(db, ids, ct)).ToLookup(found => found.VersionId, found => found.Involved);
        var editors = await EditorsAsync(db, [.. requests.Select(request => request.Id)], ct);
        var all = requesters
            .Concat(requests.Where(request => request.VersionId is not null).SelectMany(request => ofVersions[request.VersionId!.Value].Select(found => (request.Id, found))))
            .Concat(editors).ToList();
        var responsible = await ResponsibleAsync(db, [.. all.Select(pair => pair.Item2.UserId).Distinct()], ct);
        return all.Concat(all.SelectMany(pair => responsible[pair.Item2.UserId].Select(person => (pair.Item1, person))))
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
        var found = (await HandsAsync(db, versionIds, ct)).Select(row => row.Involved).ToList();
        var responsible = await ResponsibleAsync(db, [.. found.Select(person => person.UserId).Distinct()], ct);
        return [.. found.Concat(found.SelectMany(person => responsible[person.UserId])).Distinct()];
    }

    private static async Task<List<(Guid VersionId, Involved Involved)>> HandsAsync(RegistryDbContext db, Guid[] ids, CancellationToken ct)
    {
        // Whatever is promoted is sealed, so it has a digest, and the version itself is among those with the same.
        var registrants = await db.Versions.Where(version => ids.Contains(version.Id) && version.Digest != null)
            .Join(db.Versions.IgnoreQueryFilters(Deletion.Filters), version => version.Digest, other => other.Digest,
                (version, other) => new { version.Id, version.Number, Same = other.Id == version.Id, other.CreatedById, other.CreatedByName })
            .Distinct().ToListAsync(ct);
        var uploaders = await db.VersionFiles.Where(file => ids.Contains(file.VersionId))
            .Select(file => new { file.VersionId, file.UploadedById, file.UploadedByName }).Distinct().ToListAsync(ct);
        var measurers = await db.Metrics.Where(metric => ids.Contains(metric.VersionId) && metric.IsCurrent && metric.ById != null)
            .Select(metric => new { metric.VersionId, metric.ById, metric.ByName }).Distinct().ToListAsync(ct);
        return
        [
            .. registrants.Select(row => (row.Id, new Involved(row.CreatedById, row.CreatedByName, row.Same ? $"registered v{row.Number.Text()}" : "registered a version with the same files"))),
            .. uploaders.Select(row => (row.VersionId, new Involved(row.UploadedById, row.UploadedByName, "uploaded a file of it"))),
            .. measurers.Select(row => (row.VersionId, new Involved(row.ById!.Value, row.ByName, "logged a metric of it"))),
        ];
    }

    private static async Task<List<(Guid RequestId, Involved Involved)>> EditorsAsync(RegistryDbContext db, Guid[] requestIds, CancellationToken ct)
    {
        var rows = await db.PromotionRequests.Where(request => requestIds.Contains(request.Id) && request.VersionId != null)
            .Join(db.Models, request => request.ModelId, model => model.Id, (request, model) => new { request, model.NormalizedName })
            .Join(db.AuditEvents, pair => pair.NormalizedName, edit => edit.NormalizedModel, (pair, edit) => new { pair.request, edit })
            .Where(pair => pair.edit.At >= pair.request.RequestedAt && pair.edit.ActorId != null
                && ((pair.edit.Action == "version.edited" && pair.edit.Version == pair.request.VersionNumber) || (pair.edit.Action == "model.edited" && pair.edit.Version == null)))
            .Select(pair => new { pair.request.Id, pair.edit.ActorId, pair.edit.ActorName })
            .Distinct().ToListAsync(ct);
        return [.. rows.Select(row => (row.Id, new Involved(row.ActorId!.Value, row.ActorName, "changed its tags or card after the request was opened")))];
    }

    private static async Task<ILookup<Guid, Involved>> ResponsibleAsync(RegistryDbContext db, Guid[] userIds, CancellationToken ct)
    {
        var rows = await db.Users.Where(user => userIds.Contains(user.Id) && user.ResponsibleId != null)
            .Join(db.Users, user => user.ResponsibleId, person => person.Id, (user, person) => new { Account = user.Id, user.Email, person.Id, Person = person.Email })
            .ToListAsync(ct);
        return rows.ToLookup(row => row.Account, row => new Involved(row.Id, row.Person!, $"answers for {row.Email}, which had a hand in it", $"answer for {row.Email}, which had a hand in it"));
    }
}
