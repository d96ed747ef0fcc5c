using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Upkeep;

/// <summary>What every check of an installation is given: the database at one moment, where the files are, and where findings go.</summary>
internal sealed record CheckScope(ReadSnapshot Snapshot, RegistrySettings Settings, FindingLog Log, CheckProgress Progress, bool Quick)
{
    public RegistryDbContext Db => Snapshot.Db;
}
