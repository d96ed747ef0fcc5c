using ModelRegistry.Core.Common;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Policies;

/// <summary>What keeps a version out of every stage, whatever its policy says and whoever wants it: archived (rule 5), quarantined bytes (rule 12).</summary>
internal static class EntryRules
{
    public const string Archived = "version_archived";
    public const string Quarantined = "version_quarantined";

    public static IEnumerable<string> WhyNot(VersionFacts version) => WhyNot(version.Number, version.Archived, version.Quarantined);

    public static string ArchivedSentence(int number) => $"v{number.Text()} is archived and may enter no slot. Unarchive it first.";

    public static string QuarantinedSentence(int number) =>
        $"The files of v{number.Text()} are quarantined and may enter no stage. A reviewer who had no hand in it can release them.";

    /// <summary>Refuses with a code that a script can tell apart.</summary>
    public static void Require(VersionFacts version) => Require(version.Number, version.Archived, version.Quarantined);

    /// <summary>The same for a version of which nothing else is known.</summary>
    public static void Require(ModelVersion version, bool quarantined) => Require(version.Number, version.ArchivedAt is not null, quarantined);

    /// <summary>The code of the first reason; null when nothing keeps the version out.</summary>
    public static string? Code(VersionFacts version) => Code(version.Archived, version.Quarantined);

    private static void Require(int number, bool archived, bool quarantined)
    {
        if (Code(archived, quarantined) is { } code)
        {
            throw RegistryException.Conflict(code, WhyNot(number, archived, quarantined).First(), "version");
        }
    }

    private static string? Code(bool archived, bool quarantined) => archived ? Archived : quarantined ? Quarantined : null;

    private static IEnumerable<string> WhyNot(int number, bool archived, bool quarantined)
    {
        if (archived)
        {
            yield return ArchivedSentence(number);
        }

        if (quarantined)
        {
            yield return QuarantinedSentence(number);
        }
    }
}
