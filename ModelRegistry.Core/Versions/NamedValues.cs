using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Versions;

/// <summary>The parameters and the tags of some versions, read in one query: both are names with values.</summary>
internal sealed class NamedValues
{
    private readonly ILookup<(Guid VersionId, bool IsTag), (string Name, string Value)> _pairs;

    /// <summary>Where nobody asks for them.</summary>
    public static NamedValues None { get; } =
        new(Enumerable.Empty<(string, string)>().ToLookup(_ => default((Guid VersionId, bool IsTag)), pair => pair)!);

    private NamedValues(ILookup<(Guid VersionId, bool IsTag), (string Name, string Value)> pairs) => _pairs = pairs;

    public static async Task<NamedValues> ReadAsync(RegistryDbContext db, Guid[] versionIds, CancellationToken ct)
    {
        var rows = await db.VersionParameters.Where(row => versionIds.Contains(row.VersionId))
            .Select(row => new { row.VersionId, IsTag = false, row.Name, row.Value })
            .Concat(db.VersionTags.Where(row => versionIds.Contains(row.VersionId))
                .Select(row => new { row.VersionId, IsTag = true, Name = row.Key, row.Value }))
            .ToListAsync(ct);
        return new NamedValues(rows.ToLookup(row => (row.VersionId, row.IsTag), row => (row.Name, row.Value)));
    }

    public IEnumerable<(string Name, string Value)> Parameters(Guid versionId) => _pairs[(versionId, false)];

    public IEnumerable<(string Name, string Value)> Tags(Guid versionId) => _pairs[(versionId, true)];
}
