using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Versions;

/// <summary>The parameters and the tags of some versions, read in one query, and of one version its signature too: all are texts under a name.</summary>
internal sealed class NamedValues
{
    private readonly ILookup<(Guid VersionId, int Kind), (string Name, string Value)> _pairs;

    /// <summary>Where nobody asks for them.</summary>
    public static NamedValues None { get; } = new([]);

    private NamedValues(IEnumerable<Row> rows) => _pairs = rows.ToLookup(row => (row.VersionId, row.Kind), row => (row.Name, row.Value));

    public static async Task<NamedValues> ReadAsync(RegistryDbContext db, Guid[] versionIds, CancellationToken ct) =>
        new(await Pairs(db, versionIds).ToListAsync(ct));

    /// <summary>With the signature, which may be longer than everything else about the version.</summary>
    public static async Task<NamedValues> ReadWholeAsync(RegistryDbContext db, Guid versionId, CancellationToken ct) =>
        new(await Pairs(db, [versionId])
            .Concat(db.VersionSignatures.Where(row => row.VersionId == versionId)
                .Select(row => new Row { VersionId = row.VersionId, Kind = Row.Signature, Name = "", Value = row.Json }))
            .ToListAsync(ct));

    public IEnumerable<(string Name, string Value)> Parameters(Guid versionId) => _pairs[(versionId, Row.Parameter)];

    public IEnumerable<(string Name, string Value)> Tags(Guid versionId) => _pairs[(versionId, Row.Tag)];

    public string? Signature(Guid versionId) => _pairs[(versionId, Row.Signature)].Select(pair => pair.Value).FirstOrDefault();

    private static IQueryable<Row> Pairs(RegistryDbContext db, Guid[] versionIds) =>
        db.VersionParameters.Where(row => versionIds.Contains(row.VersionId))
            .Select(row => new Row { VersionId = row.VersionId, Kind = Row.Parameter, Name = row.Name, Value = row.Value })
            .Concat(db.VersionTags.Where(row => versionIds.Contains(row.VersionId))
                .Select(row => new Row { VersionId = row.VersionId, Kind = Row.Tag, Name = row.Key, Value = row.Value }));

    private sealed class Row
    {
        public const int Parameter = 1;
        public const int Tag = 2;
        public const int Signature = 3;

        public Guid VersionId { get; init; }

        public int Kind { get; init; }

        public string Name { get; init; } = "";

        public string Value { get; init; } = "";
    }
}
