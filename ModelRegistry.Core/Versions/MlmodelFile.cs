using System.Text;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Versions;

/// <summary>The file in which MLflow describes a model, found among the files of a version.</summary>
internal static class MlmodelFile
{
    public const string Name = "MLmodel";

    private const int MostBytes = 6_000_000;

    /// <summary>At the root or in the folder that MLflow makes, else the only one of that name; null: there is none, or nobody knows which.</summary>
    public static ManifestEntry? In(IReadOnlyCollection<ManifestEntry> files) =>
        files.FirstOrDefault(file => file.Path == Name) ?? files.FirstOrDefault(file => file.Path == $"model/{Name}") ?? OnlyOne(files);

    /// <summary>
    /// The signature that the file among these declares, or why there is none. Neither is a reason to refuse a version.
    /// </summary>
    public static async Task<DeclaredSignature> ReadAsync(IReadOnlyCollection<ManifestEntry> files, ArtifactStore artifacts, CancellationToken ct)
    {
        if (In(files) is not { } file)
        {
            var named = Named(files);
            return new DeclaredSignature(null, named.Count < 2 ? null : Short(
                $"There are {named.Count.Text()} files called {Name}, {named[0].Path} and {named[1].Path} among them, and none at the root or in the folder "
                + "model: nobody knows which one counts, so none was read."));
        }

        if (file.Size > MostBytes)
        {
            return new DeclaredSignature(null, Short($"{file.Path} has {file.Size.ToString(PageToken.Culture)} bytes; of more than "
                + $"{MostBytes.Text()} nothing is read."));
        }

        try
        {
            var bytes = await artifacts.ReadHeadAsync(file.Sha256, file.Size, MostBytes, ct);
            var declared = MlmodelSignature.Declare(Encoding.UTF8.GetString(bytes));
            return declared with { Note = declared.Note is { } note ? Short($"{file.Path} {note}") : null };
        }
        catch (Exception e) when (e is RegistryException or IOException)
        {
            return new DeclaredSignature(null, Short($"{file.Path} could not be read from the store."));
        }
    }

    private static string Short(string note) =>
        note.Length <= ModelVersion.SignatureNoteMaxLength ? note : $"{note[..(ModelVersion.SignatureNoteMaxLength - 1)]}…";

    private static List<ManifestEntry> Named(IReadOnlyCollection<ManifestEntry> files) =>
        [.. files.Where(file => file.Path.EndsWith($"/{Name}", StringComparison.Ordinal)).OrderBy(file => file.Path, StringComparer.Ordinal)];

    private static ManifestEntry? OnlyOne(IReadOnlyCollection<ManifestEntry> files) =>
        Named(files) is [var only] ? only : null;
}
