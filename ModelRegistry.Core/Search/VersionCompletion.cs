using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Search;

/// <summary>What the versions of one model can be searched by: names and values that some version has which is not deleted.</summary>
internal sealed class VersionCompletion(RegistryDbContext db, Guid model, int most) : ICompletionSource
{
    private const int MostAliases = 200;

    public IReadOnlyList<string> Fields { get; } =
    [
        "status", "stage", "alias", "framework", "dataset", "label", "number", "created", "createdBy", "description", "digest", "archived", "quarantined",
    ];

    private IQueryable<ModelVersion> Versions => db.Versions.Where(version => version.ModelId == model);

    public bool Has(FilterField field) => VersionFilter.Has(field);

    public Task<IReadOnlyList<string>> KeysAsync(string prefix, string start, CancellationToken ct) => prefix switch
    {
        "metrics" => db.Metrics.Where(metric => metric.ListedIn == model && db.Versions.Any(version => version.Id == metric.VersionId))
            .SkimAsync(metric => metric.Name, start, most, ct),
        "params" => db.VersionParameters.Where(row => row.ModelId == model && db.Versions.Any(version => version.Id == row.VersionId))
            .SkimAsync(row => row.Name, start, most, ct),
        _ => db.VersionTags.Where(tag => tag.ModelId == model && db.Versions.Any(version => version.Id == tag.VersionId))
            .SkimAsync(tag => tag.Key, start, most, ct),
    };

    public async Task<IReadOnlyList<string>> ValuesAsync(FilterField field, string start, CancellationToken ct)
    {
        var key = field.Key;
        switch ((CompletionQueries.Prefix(field), field.Attribute))
        {
            case ("tags", _):
                return Whole(await db.VersionTags
                    .Where(tag => tag.ModelId == model && tag.Key == key && db.Versions.Any(version => version.Id == tag.VersionId))
                    .SkimAsync(tag => tag.ValueStart, start, most, ct));
            case ("params", _):
                return Whole(await db.VersionParameters
                    .Where(row => row.ModelId == model && row.Name == key && db.Versions.Any(version => version.Id == row.VersionId))
                    .SkimAsync(row => row.ValueStart, start, most, ct));
            case (_, "framework"):
                return await Versions.SkimAsync(version => version.Framework, start, most, ct);
            case (_, "dataset"):
                return await Versions.SkimAsync(version => version.DatasetName, start, most, ct);
            case (_, "createdby"):
                return await Versions.SkimAsync(version => version.CreatedByName, start, most, ct);
            case (_, "label"):
                return await LabelsAsync(VersionLabel.Normalize(start), ct);
            case (_, "stage"):
                return CompletionQueries.Beginning((await db.StagesAsync(model, ct)).Select(stage => stage.Name), start);
            case (_, "alias"):
                return CompletionQueries.Beginning(await db.Slots
                    .Where(slot => slot.ModelId == model && slot.Kind == SlotKind.Alias && slot.VersionId != null)
                    .OrderBy(slot => slot.NormalizedName).Take(MostAliases).Select(slot => slot.Name).ToListAsync(ct), start);
            default:
                return CompletionQueries.Words(field, start);
        }
    }

    private async Task<IReadOnlyList<string>> LabelsAsync(string start, CancellationToken ct)
    {
        var labels = await Versions.Where(version => string.Compare(version.NormalizedLabel, start) >= 0).OrderBy(version => version.NormalizedLabel).Take(most)
            .Select(version => new { version.Label, version.NormalizedLabel }).ToListAsync(ct);
        return [.. labels
            .Where(label => label.NormalizedLabel?.StartsWith(start, StringComparison.Ordinal) == true).Select(label => label.Label).OfType<string>()];
    }

    /// <summary>Of a value that is longer than its index only the start is known, which is not the value.</summary>
    internal static IReadOnlyList<string> Whole(IEnumerable<string> starts) => [.. starts.Where(start => start.Length < IndexedText.MaxLength - 1)];
}
