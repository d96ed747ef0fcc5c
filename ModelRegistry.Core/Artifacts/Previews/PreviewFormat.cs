namespace ModelRegistry.Core.Artifacts.Previews;

public enum PreviewFormat
{
    /// <summary>Nothing that has a view of its own; <see cref="ArtifactPreview"/> says what there is to show.</summary>
    Other,
    Pickle,
    Safetensors,
    Onnx,
    Notebook,
    Csv,
    Json,
    Yaml,
}

/// <summary>
/// Which view a file gets. What can run code is told by its bytes, whatever the file is called; the name only chooses among
/// views of text, and makes a pickle of what its name says is one.
/// </summary>
public static class PreviewFormats
{
    /// <summary>Bytes that are enough to tell.</summary>
    public const int HeadBytes = 512;

    private const int LengthBytes = 8;

    private static readonly string[] PickleEndings = [".pkl", ".pickle", ".joblib", ".pt", ".pth", ".ckpt", ".sav", ".dill", ".npy", ".npz", ".p"];

    public static PreviewFormat Of(ReadOnlySpan<byte> head, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var named = Named(path);
        if (IsPickle(head) || named == PreviewFormat.Pickle)
        {
            return PreviewFormat.Pickle;
        }

        if (IsSafetensors(head))
        {
            return PreviewFormat.Safetensors;
        }

        if (IsOnnx(head) || named == PreviewFormat.Onnx)
        {
            return PreviewFormat.Onnx;
        }

        return named;
    }

    private static PreviewFormat Named(string path)
    {
        if (PickleEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            return PreviewFormat.Pickle;
        }

        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".SAFETENSORS" => PreviewFormat.Safetensors,
            ".ONNX" => PreviewFormat.Onnx,
            ".IPYNB" => PreviewFormat.Notebook,
            ".CSV" or ".TSV" => PreviewFormat.Csv,
            ".JSON" => PreviewFormat.Json,
            ".YAML" or ".YML" => PreviewFormat.Yaml,
            _ => Path.GetFileName(path) == "MLmodel" ? PreviewFormat.Yaml : PreviewFormat.Other,
        };
    }

    /// <summary>
    /// A pickle that declares its protocol, or an archive that may hold one. One that does not (protocols 0 and 1) begins like
    /// any text; there the name decides.
    /// </summary>
    private static bool IsPickle(ReadOnlySpan<byte> head) =>
        head is [0x80, >= 2 and <= 5, ..] || PickleContainer.Of(head) is PickleContainerKind.Zip or PickleContainerKind.NumpyArray;

    private static bool IsSafetensors(ReadOnlySpan<byte> head) =>
        head.Length > LengthBytes && head[LengthBytes] == '{' && BitConverter.ToUInt64(head) is > 1 and <= SafetensorsHeader.MostHeaderBytes;

    /// <summary>Field 1 (the version, a small number), then one of the fields that stand next in what exporters write.</summary>
    private static bool IsOnnx(ReadOnlySpan<byte> head) =>
        head is [0x08, >= 1 and <= 20, 0x12 or 0x1A or 0x22 or 0x28 or 0x32 or 0x3A or 0x42, ..];
}
