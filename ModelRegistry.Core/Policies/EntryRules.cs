using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Policies;

/// <summary>What keeps a version out of every stage, whatever its policy says and whoever wants it: archived (rule 5), quarantined bytes (rule 12).</summary>
internal static class EntryRules
{
    public const string Archived = "version_archived";
    public const string Quarantined = "version_quarantined";

    public static IEnumerable<string> WhyNot(VersionFacts version)
    {
        if (version.Archived)
        {
            yield return ArchivedSentence(version.Number);
        }

        if (version.Quarantined)
        {
            yield return QuarantinedSentence(version.Number);
        }
    }

    public static string ArchivedSentence(int number) => $"v{number.Text()} is archived and may enter no slot. Unarchive it first.";

    public static string QuarantinedSentence(int number) => $"The files of v{number.Text()} are quarantined and may enter no stage. A reviewer who had no hand in it can release them.";

    /// <summary>Refuses with a code that a script can tell apart.</summary>
    public static void Require(VersionFacts version)
    {
        if (Code(version) is { } code)
        {
            throw RegistryException.Conflict(code, WhyNot(version).First(), "version");
        }
    }

    /// <summary>The code of the first reason; null when nothing keeps the version out.</summary>
    public static string? Code(VersionFacts version) => version.Archived ? Archived : version.Quarantined ? Quarantined : null;
}
