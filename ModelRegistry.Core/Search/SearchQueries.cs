using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Search;

/// <summary>
/// One box for everything: models by words, a version by number, label or the beginning of its digest, a request by its number, experiments and runs by
/// words, a run by the beginning of its id too, people by the beginning of a name, "compare fraud 8 9", and what can be done: "promote fraud v8", "roll
/// back fraud". Only what the reader sees and may do, and a few of each.
/// </summary>
public sealed partial class SearchQueries(RegistryStore store, ModelQueries models, RequestQueries requests, PersonNames people)
{
    public const int TextMaxLength = 200;
    private const int Most = 8;

    public async Task<SearchHits> FindAsync(string? text, Actor actor, CancellationToken ct)
    {
        Rights.Require(actor, Right.Browse);
        var wanted = Text.Check("q", text, TextMaxLength).Trim();
        if (wanted.Length == 0)
        {
            return SearchHits.None;
        }

        if (RequestNumber().Match(wanted) is { Success: true } asked)
        {
            return SearchHits.None with { Request = await RequestAsync(Number<long>(asked, "number"), actor, ct) };
        }

        var byWords = await ByWordsAsync(wanted, actor, ct);
        var (experiments, runs) = wanted.Length < RunHits.Shortest ? ([], []) : await store.ReadAsync(actor, async db =>
            (await RunHits.ExperimentsAsync(db, wanted, Most, actor, ct), await RunHits.RunsAsync(db, wanted, Most, actor, ct)), ct);
        return new SearchHits(null, await ComparisonAsync(wanted, actor, ct),
            [.. await PromotionAsync(wanted, actor, ct), .. await RollbackAsync(wanted, actor, ct)],
            [.. (await NamedAsync(wanted, actor, ct)).Concat(await ByDigestAsync(wanted, actor, ct)).Take(Most)], byWords, experiments, runs,
            People(wanted, actor));
    }

    // What is still being typed may be no filter yet: then it finds nothing.
    private async Task<IReadOnlyList<ModelView>> ByWordsAsync(string text, Actor actor, CancellationToken ct)
    {
        try
        {
            return (await models.ListAsync(new ModelSearch(text, PageSize: Most), actor, ct)).Items;
        }
        catch (RegistryException refusal) when (refusal.Field == "filter")
        {
            return [];
        }
    }

    private async Task<RequestView?> RequestAsync(long number, Actor actor, CancellationToken ct)
    {
        try
        {
            return await requests.GetAsync(number, actor, ct);
        }
        catch (RegistryException refusal) when (refusal.Kind == RefusalKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>"fraud v12", "fraud 12" of every model with these words; "fraud 2.1.0" of the model of that name: a label is unique in it.</summary>
    private async Task<IReadOnlyList<VersionHit>> NamedAsync(string text, Actor actor, CancellationToken ct)
    {
        if (NameAndNumber().Match(text) is { Success: true } numbered)
        {
            var number = Number<int>(numbered, "number");
            var found = await models.ListAsync(new ModelSearch(numbered.Groups["name"].Value, PageSize: Most, Version: number), actor, ct);
            return [.. found.Items.Select(model => new VersionHit(model.Name, number))];
        }

        if (NameAndLabel().Match(text) is not { Success: true } labelled)
        {
            return [];
        }

        var (name, label) = (labelled.Groups["name"].Value, labelled.Groups["label"].Value.ToUpperInvariant());
        return await store.ReadAsync<IReadOnlyList<VersionHit>>(actor, async db => await db.Named(actor, name)
            .Join(db.Versions.Where(version => version.NormalizedLabel == label), model => model.Id, version => version.ModelId,
                (model, version) => new VersionHit(model.Name, version.Number, version.Label))
            .ToListAsync(ct), ct);
    }

    private async Task<IReadOnlyList<VersionHit>> ByDigestAsync(string text, Actor actor, CancellationToken ct)
    {
        if (DigestStart().Match(text) is not { Success: true } digest)
        {
            return [];
        }

        // A range, because only that is served by the index on both databases; after f comes g.
        var from = "sha256:" + digest.Groups["hex"].Value.ToLowerInvariant();
        var end = from + "g";
        return await store.ReadAsync<IReadOnlyList<VersionHit>>(actor, async db => await db.Versions
            .Where(version => string.Compare(version.Digest, from) >= 0 && string.Compare(version.Digest, end) < 0)
            .Join(db.Models.VisibleTo(actor), version => version.ModelId, model => model.Id,
                (version, model) => new { model.Name, version.Number, version.Digest, version.Id })
            .OrderBy(found => found.Digest).ThenBy(found => found.Id).Take(Most)
            .Select(found => new VersionHit(found.Name, found.Number, found.Digest)).ToListAsync(ct), ct);
    }

    private async Task<Comparison?> ComparisonAsync(string text, Actor actor, CancellationToken ct)
    {
        if (ToCompare().Match(text) is not { Success: true } wish)
        {
            return null;
        }

        var (name, first, second) = (wish.Groups["name"].Value, Number<int>(wish, "first"), Number<int>(wish, "second"));
        var found = await store.ReadAsync<IReadOnlyList<string>>(actor, async db => await db.Named(actor, name)
            .Join(db.Versions.Where(version => version.Number == first || version.Number == second), model => model.Id, version => version.ModelId,
                (model, _) => model.Name)
            .ToListAsync(ct), ct);
        return found.Count == 2 ? new Comparison(found[0], first, second) : null;
    }

    /// <summary>A token that is limited is no person who looks for others.</summary>
    private List<PersonHit> People(string text, Actor actor) => actor.Token is { IsLimited: true } ? []
        : [.. people.StartingWith(text, Most).Select(person => new PersonHit(person.Address, person.Name))];

    private async Task<IReadOnlyList<PossibleAct>> PromotionAsync(string text, Actor actor, CancellationToken ct)
    {
        if (ToPromote().Match(text) is not { Success: true } wish)
        {
            return [];
        }

        var (name, number) = (wish.Groups["name"].Value, Number<int>(wish, "number"));
        var found = await store.ReadAsync(actor, db => db.Named(actor, name)
            .Join(db.Versions.Where(version => version.Number == number && version.Status == VersionStatus.Ready && version.ArchivedAt == null),
                model => model.Id, version => version.ModelId, (model, _) => new { model.Name, model.Id, model.OwnerId, model.CollectionId, model.Closed })
            .ToListAsync(ct), ct);
        return [.. found.Where(model => Rights.Allows(actor, Right.OpenRequest, new Place(model.Id, model.OwnerId, model.CollectionId, model.Closed)))
            .Select(model => new PossibleAct(ActKind.Promote, model.Name, Version: number))];
    }

    /// <summary>Of production, or of the slot that is named after the model.</summary>
    private async Task<IReadOnlyList<PossibleAct>> RollbackAsync(string text, Actor actor, CancellationToken ct)
    {
        if (ToRollBack().Match(text) is not { Success: true } wish)
        {
            return [];
        }

        var whole = wish.Groups["what"].Value;
        var (name, slot) = whole.LastIndexOf(' ') is > 0 and var cut ? (whole[..cut].TrimEnd(), whole[(cut + 1)..]) : (whole, "");
        return [.. await OfSlotAsync(whole, Stage.Production, actor, ct), .. slot.Length == 0 ? [] : await OfSlotAsync(name, slot, actor, ct)];
    }

    private async Task<IEnumerable<PossibleAct>> OfSlotAsync(string name, string slot, Actor actor, CancellationToken ct)
    {
        var normalized = SlotName.Normalize(slot);
        var found = await store.ReadAsync(actor, db => db.Named(actor, name)
            .Join(db.Slots.Where(row => row.NormalizedName == normalized && row.VersionNumber != null), model => model.Id, row => row.ModelId,
                (model, row) => new { Model = model.Name, model.Id, model.OwnerId, model.CollectionId, model.Closed, Slot = row.Name })
            .ToListAsync(ct), ct);
        return found.Where(at => Rights.Allows(actor, Right.RollBack, new Place(at.Id, at.OwnerId, at.CollectionId, at.Closed)))
            .Select(at => new PossibleAct(ActKind.RollBack, at.Model, Slot: at.Slot));
    }

    private static T Number<T>(Match match, string group)
        where T : ISpanParsable<T> => T.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("^#(?<number>[0-9]{1,15})$")]
    private static partial Regex RequestNumber();

    [GeneratedRegex(@"^(?<name>.*\S)\s+v?(?<number>[0-9]{1,9})$", RegexOptions.IgnoreCase)]
    private static partial Regex NameAndNumber();

    [GeneratedRegex(@"^(?<name>.*\S)\s+(?<label>\S+)$")]
    private static partial Regex NameAndLabel();

    [GeneratedRegex("^(sha256:)?(?<hex>[0-9a-f]{6,64})$", RegexOptions.IgnoreCase)]
    private static partial Regex DigestStart();

    [GeneratedRegex(@"^promote\s+(?<name>.*\S)\s+v?(?<number>[0-9]{1,9})$", RegexOptions.IgnoreCase)]
    private static partial Regex ToPromote();

    [GeneratedRegex(@"^roll\s?back\s+(?<what>.*\S)$", RegexOptions.IgnoreCase)]
    private static partial Regex ToRollBack();

    [GeneratedRegex(@"^compare\s+(?<name>.*\S)\s+v?(?<first>[0-9]{1,9})\s+((and|with)\s+)?v?(?<second>[0-9]{1,9})$", RegexOptions.IgnoreCase)]
    private static partial Regex ToCompare();
}
