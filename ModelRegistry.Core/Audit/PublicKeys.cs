using System.Security.Cryptography;
using System.Text;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// The public halves of every key that ever signed, each in a file of its own: beside the key, and once more beside the checkpoints, so that what a
/// lost key signed can still be read. A file says nothing by itself; the present key vouches for the chain that goes on.
/// </summary>
internal static class PublicKeys
{
    private const string Ending = ".pub.pem";

    /// <summary>The first characters of the SHA-256 of a public key, by which people tell keys apart.</summary>
    public static string NameOf(string publicPem)
    {
        using var key = CheckpointKey.Import(publicPem);
        return Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];
    }

    /// <summary>Each file of both folders is in both afterwards, and the present key is in them.</summary>
    public static void Keep(string publicPem, params string[] folders)
    {
        var all = folders.SelectMany(Read).Append(publicPem).DistinctBy(NameOf).ToList();
        foreach (var folder in folders)
        {
            Directory.CreateDirectory(folder);
            foreach (var pem in all.Where(pem => !File.Exists(PlaceOf(folder, pem))))
            {
                File.WriteAllText(PlaceOf(folder, pem), pem, Encoding.ASCII);
            }
        }
    }

    /// <summary>The keys of this folder; what cannot be read as one is passed over.</summary>
    public static IReadOnlyList<string> Read(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, $"*{Ending}").Order(StringComparer.Ordinal).Select(File.ReadAllText).Where(IsKey)]
        : [];

    private static string PlaceOf(string folder, string pem) => Path.Combine(folder, NameOf(pem) + Ending);

    private static bool IsKey(string pem)
    {
        try
        {
            CheckpointKey.Import(pem).Dispose();
            return true;
        }
        catch (RegistryException)
        {
            return false;
        }
    }
}
