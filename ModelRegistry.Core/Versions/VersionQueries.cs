using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Versions;

/// <summary>Reads versions for pages and the API: a fixed number of queries per page, however many versions there are.</summary>
public sealed class VersionQueries(RegistryStore store, Freshness freshness, VersionPages pages)
{
    private const int MostLookedBack = 500;
    private const int MostKept = 2_000;
    private const int MostKeptMetrics = 100;
    private const int MostKeptText = 10_000;

    private readonly FreshAnswers<(Guid? Token, string Model, string Selector), Found> _kept = new(freshness, MostKept);

    /// <summary>Versions of a model that are not archived, newest number first.</summary>
    public Task<Page<VersionView>> ListAsync(string modelName, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        ListAsync(modelName, archived: false, pageSize, pageToken, actor, ct);

    /// <summary>The same, with the archived ones among them when these are asked for.</summary>
    public Task<Page<VersionView>> ListAsync(string modelName, bool archived, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            // As an int: compared with a long, the column would be converted row by row and its index not be sought.
            var before = (int)Math.Clamp(PageToken.DecodeLong(pageToken) ?? int.MaxValue, 0, int.MaxValue);
            var size = PageToken.Size(pageSize);
            var rows = await db.Judged(db.Versions.Where(version => version.Number < before && (archived || version.ArchivedAt == null)))
                .Join(db.Named(actor, modelName), judged => judged.Version.ModelId, model => model.Id,
                    (judged, model) => new { Judged = judged, model.Name })
                .OrderByDescending(row => row.Judged.Version.Number).Take(size + 1).ToListAsync(ct);
            var name = rows.Count > 0 ? rows[0].Name : (await db.FindModelAsync(actor, modelName, ct)).Name;
            ModelAccess.Note(actor, modelName, name);
            var views = await VersionViews.BuildAsync(db, name, [.. rows.Take(size).Select(row => row.Judged)], ct);
            return new Page<VersionView>(views, rows.Count > size ? PageToken.Encode(views[^1].Number) : null);
        }, ct);

    /// <summary>Versions that match a filter, in an order (<see cref="VersionFilter"/>, <see cref="VersionOrder"/>).</summary>
    public Task<Page<VersionView>> ListAsync(string modelName, VersionSearch search, Actor actor, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(search.Filter) && string.IsNullOrWhiteSpace(search.OrderBy)
            ? ListAsync(modelName, search.Archived, search.PageSize, search.PageToken, actor, ct)
            : store.ReadAsync(actor, async db =>
            {
                Rights.Require(actor, Right.Browse);
                var model = await db.FindModelAsync(actor, modelName, ct);
                var page = await pages.ReadAsync(db, model, search, actor, FewLimits.Usual, ct);
                var quarantined = await db.QuarantinedAsync([.. page.Items.Select(version => version.Id)], ct);
                var views = await VersionViews.BuildAsync(db, model.Name,
                    [.. page.Items.Select(version => new JudgedVersion { Version = version, Quarantined = quarantined.Contains(version.Id) })], ct);
                return new Page<VersionView>(views, page.NextPageToken);
            }, ct);

    /// <summary>One version; a sealed one of a usual size is told to access tokens from memory, as long as that is fresh.</summary>
    public async Task<VersionView> GetAsync(string modelName, string selector, Actor actor, CancellationToken ct)
    {
        var question = (actor.Token?.Id, modelName, selector);
        if (actor.Token is null || !_kept.TryGet(question, out var found))
        {
            found = await _kept.ReadAsync(question, () => ReadAsync(modelName, selector, actor, ct), read => actor.Token is null ? null : read.Keepable);
        }

        ModelAccess.Note(actor, modelName, found.View.Model);
        return found.View;
    }

    private Task<Found> ReadAsync(string modelName, string selector, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var rows = await (
                from model in db.Named(actor, modelName)
                join judged in db.Judged(db.Versions.Called(selector)) on model.Id equals judged.Version.ModelId
                join slot in db.Slots on (Guid?)judged.Version.Id equals slot.VersionId into slots
                from slot in slots.DefaultIfEmpty()
                orderby slot.Kind == SlotKind.Stage ? 0 : 1, slot.NormalizedName
                select new { Model = model.Name, Judged = judged, Slot = slot.Name }).ToListAsync(ct);
            return rows.Count == 0
                ? throw VersionAccess.NotFound(await db.FindModelAsync(actor, modelName, ct), selector)
                : new Found(
                    await VersionViews.OneAsync(db, rows[0].Model, rows[0].Judged, rows.Select(row => row.Slot).OfType<string>(), ct), rows[0].Judged.Version);
        }, ct);

    /// <summary>
    /// The version that a version is read against: the nearest earlier sealed one on the same data set, else the nearest
    /// earlier sealed one, archived ones apart; null for the first. Looks back 500 numbers, whatever the size of the model.
    /// </summary>
    public Task<VersionView?> PreviousAsync(string modelName, int number, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var (model, version) = await db.FindVersionAsync(actor, modelName, number.Text(), ct);
            var before = await db.Judged(db.Versions
                .Where(other => other.ModelId == model.Id && other.Number < number && other.Number >= number - MostLookedBack
                    && other.Status == VersionStatus.Ready && other.ArchivedAt == null))
                .Where(judged => !judged.Quarantined)
                .OrderByDescending(judged => version.DatasetDigest != null && judged.Version.DatasetDigest == version.DatasetDigest)
                    .ThenByDescending(judged => judged.Version.Number)
                .FirstOrDefaultAsync(ct);
            return before is null ? null : (await VersionViews.BuildAsync(db, model.Name, [before], ct))[0];
        }, ct);

    /// <summary>
    /// What is in the model's last stage, usually production, to be read beside a version; null when it is empty or this version itself is there.
    /// </summary>
    public Task<VersionView?> InProductionAsync(string modelName, int number, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var last = (await db.StagesAsync(model.Id, ct))[^1].NormalizedName;
            var there = await db.Judged(db.Versions.Where(version => version.Number != number
                && db.Slots.Any(slot => slot.ModelId == model.Id && slot.NormalizedName == last && slot.VersionId == version.Id))).FirstOrDefaultAsync(ct);
            return there is null ? null : (await VersionViews.BuildAsync(db, model.Name, [there], ct))[0];
        }, ct);

    /// <summary>Several versions of one model at once, at most a page of them, in the order asked for; refuses the whole when one is not there.</summary>
    public Task<IReadOnlyList<VersionView>> GetManyAsync(string modelName, IReadOnlyList<int> numbers, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            if (numbers.Count > PageToken.MaxSize)
            {
                throw RegistryException.Invalid("versions", "too_many",
                    $"{numbers.Count.Text()} versions at once are more than {PageToken.MaxSize.Text()}. Ask for fewer.");
            }

            var versions = await db.Judged(db.Versions.Where(version => version.ModelId == model.Id && numbers.Contains(version.Number)))
                .ToDictionaryAsync(judged => judged.Version.Number, ct);
            var missing = numbers.Where(number => !versions.ContainsKey(number)).Select(number => number.Text()).ToList();
            return missing.Count == 0
                ? await VersionViews.BuildAsync(db, model.Name, [.. numbers.Select(number => versions[number])], ct)
                : throw RegistryException.NotFound("version_not_found", $"Model '{model.Name}' has no version {string.Join(", ", missing)}.");
        }, ct);

    /// <summary>Every row of one metric of a version by step, the newest correction of a step last.</summary>
    public Task<Page<MetricView>> MetricHistoryAsync(string modelName, string selector, string metric, int? pageSize, string? pageToken, Actor actor,
        CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var (_, version) = await db.FindVersionAsync(actor, modelName, selector, ct);
            var size = PageToken.Size(pageSize);
            var (step, id) = PageToken.Decode(pageToken, 2) is [var stepKey, var idKey] ? (PageToken.Long(stepKey), PageToken.Long(idKey))
                : (long.MinValue, long.MinValue);
            var rows = await db.Metrics
                .Where(row => row.VersionId == version.Id && row.Name == metric && row.Step >= step && (row.Step > step || row.Id > id))
                .OrderBy(row => row.Step).ThenBy(row => row.Id).Take(size + 1).ToListAsync(ct);
            var token = rows.Count > size ? PageToken.Encode(rows[size - 1].Step.ToString(PageToken.Culture), rows[size - 1].Id.ToString(PageToken.Culture))
                : null;
            return new Page<MetricView>([.. rows.Take(size).Select(MetricView.Of)], token);
        }, ct);

    /// <summary>The newest result of each check of a version.</summary>
    public Task<IReadOnlyList<CheckView>> ChecksAsync(string modelName, string selector, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<CheckView>>(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var (_, version) = await db.FindVersionAsync(actor, modelName, selector, ct);
            return await db.VersionChecks.Where(check => check.VersionId == version.Id && check.IsCurrent).OrderBy(check => check.Name)
                .Take(PageToken.MaxSize)
                .Select(check => new CheckView(check.Name, check.State, check.Url, check.Summary, check.At, check.ByName)).ToListAsync(ct);
        }, ct);

    private sealed record Found(VersionView View, ModelVersion Version)
    {
        /// <summary>The model, when the answer may be kept. An upload changes what is pending without an event.</summary>
        public Guid? Keepable =>
            View.Status == VersionStatus.Ready && View.Metrics.Count <= MostKeptMetrics
                && (View.Signature?.GetRawText().Length ?? 0) + (Version.Description?.Length ?? 0) <= MostKeptText ? Version.ModelId : null;
    }
}
