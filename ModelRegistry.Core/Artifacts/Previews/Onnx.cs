namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>A set of operators the model needs; the empty domain is ONNX's own, "ai.onnx".</summary>
public sealed record OnnxOpset(string Domain, long Version);

/// <summary>An input or output: its type in words ("float", "sequence of int64") and its shape, null when it says none; "?" is a length left open.</summary>
public sealed record OnnxValue(string Name, string Type, IReadOnlyList<string>? Shape);

public sealed record OnnxOperator(string Domain, string Name, long Count);

/// <summary>A file beside the model that holds tensors. <see cref="IsOutside"/>: the path is absolute or leads out of the model's folder.</summary>
public sealed record OnnxExternalFile(string Path, long Tensors, bool IsOutside)
{
    /// <summary>An absolute path, a drive, an address, or a step up; by the rules of Unix and of Windows, since the file may go anywhere.</summary>
    internal static bool LeadsOutside(string path) =>
        path.StartsWith('/') || path.StartsWith('\\') || path.StartsWith('~') || path.Contains(':', StringComparison.Ordinal)
        || path.Split('/', '\\').Any(part => part.Trim() == "..");
}

/// <summary>
/// The header of an ONNX model and a count of what is in it. <see cref="Inputs"/> are those that a caller has to give; the ones that have an
/// initializer are left out. Lists are cut at a limit and <see cref="LeftOut"/> counts what is not in them.
/// </summary>
public sealed record OnnxPreview(
    long? IrVersion,
    string Producer,
    string Domain,
    long? ModelVersion,
    string Description,
    string GraphName,
    IReadOnlyList<OnnxOpset> Opsets,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs,
    long Nodes,
    IReadOnlyList<OnnxOperator> Operators,
    long Initializers,
    long InitializerBytes,
    IReadOnlyList<OnnxExternalFile> ExternalFiles,
    IReadOnlyList<KeyValuePair<string, string>> Properties,
    long LeftOut,
    IReadOnlyList<string> Problems);
