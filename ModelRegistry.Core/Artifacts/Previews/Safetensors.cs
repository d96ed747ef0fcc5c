namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>One tensor as the header tells it; <see cref="Bytes"/> is what its offsets span.</summary>
public sealed record SafetensorsTensor(string Name, string Dtype, IReadOnlyList<long> Shape, long Bytes);

/// <summary>How many tensors, elements and bytes there are of one type of elements.</summary>
public sealed record SafetensorsTotal(string Dtype, int Tensors, long Elements, long Bytes);

/// <summary>A line of the file's own description.</summary>
public sealed record SafetensorsNote(string Key, string Value);

/// <summary>
/// The header of a safetensors file and what is wrong with it. <see cref="Tensors"/> are those from number <see cref="From"/>
/// on, in the order of the file. Without <see cref="Problems"/> the header is one that readers of the format accept and fits the file.
/// </summary>
public sealed record SafetensorsPreview(
    long HeaderBytes,
    long DataBytes,
    int TensorCount,
    IReadOnlyList<SafetensorsTotal> Totals,
    int From,
    IReadOnlyList<SafetensorsTensor> Tensors,
    IReadOnlyList<SafetensorsNote> Notes,
    int NotesLeftOut,
    IReadOnlyList<string> Problems);
