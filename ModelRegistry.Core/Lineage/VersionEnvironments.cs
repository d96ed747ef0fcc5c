using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Lineage;

/// <summary>What a version asks to be installed beside it, from the small files that MLflow writes with a model.</summary>
public sealed class VersionEnvironments(RegistryStore store, ArtifactStore artifacts)
{
    private const int MostBytes = 256 * 1024;
    private const int MostFiles = 300;

    private static readonly string[] Names = ["requirements.txt", "conda.yaml", "python_env.yaml"];

    /// <summary>Null where none of the files is there.</summary>
    public async Task<PythonEnvironment?> ReadAsync(string modelName, string selector, Actor actor, CancellationToken ct)
    {
        var files = await store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var (_, version) = await db.FindVersionAsync(actor, modelName, selector, ct);
            return await db.VersionFiles.Where(file => file.VersionId == version.Id
                    && (file.Path.EndsWith("requirements.txt") || file.Path.EndsWith("conda.yaml") || file.Path.EndsWith("python_env.yaml")))
                .OrderBy(file => file.Path).Take(MostFiles).Select(file => new StoredFile(file.Path, file.Sha256, file.Size)).ToListAsync(ct);
        }, ct);
        var texts = new List<string?>();
        foreach (var name in Names)
        {
            // Of several the one that lies highest: a model in a folder of a run has its own further down.
            texts.Add(files.Where(file => file.Path[(file.Path.LastIndexOf('/') + 1)..] == name)
                .MinBy(file => (file.Path.Count(letter => letter == '/'), file.Path)) is { } found ? await TextAsync(found, ct) : null);
        }

        return texts.TrueForAll(text => text is null) ? null : EnvironmentFiles.Merge(texts[0], texts[1], texts[2]);
    }

    // A file that is damaged or gone says nothing here; verifying the version says so.
    private async Task<string?> TextAsync(StoredFile file, CancellationToken ct)
    {
        try
        {
            return TextReading.Of(await artifacts.ReadHeadAsync(file.Sha256, file.Size, MostBytes, ct), cut: file.Size > MostBytes)?.Text;
        }
        catch (RegistryException)
        {
            return null;
        }
    }
}
