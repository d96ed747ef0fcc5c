namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// Tensors of an ONNX model without their numbers, and the files beside the model that hold some of them (onnx/onnx.proto, "TensorProto",
/// "external_data").
/// </summary>
internal sealed class OnnxTensors(ProtoReader reader)
{
    private const int MostShape = 64;
    private const int MostExternal = 1_000;

    private readonly Dictionary<string, long> _external = new(StringComparer.Ordinal);

    /// <summary>Those that lead out of the model's folder first.</summary>
    public List<OnnxExternalFile> Files() =>
        [.. _external.Select(e => new OnnxExternalFile(Legible.Line(e.Key), e.Value, OnnxExternalFile.LeadsOutside(e.Key)))
            .OrderByDescending(e => e.IsOutside)];

    /// <summary>1 lengths, 2 type, 8 name, 9 bytes, 13 where they lie. The size is what shape and type say; of texts it is not known.</summary>
    public (string Name, long Bytes) Read(long end)
    {
        var (name, type, raw, shape) = ("", 0L, 0L, new List<long>());
        reader.Each(end, field =>
        {
            switch (field.Number)
            {
                case 1:
                    reader.Numbers(field, shape, MostShape);
                    break;
                case 2:
                    type = (long)field.Value;
                    break;
                case 8:
                    name = Legible.Line(reader.Text(field));
                    break;
                case 9 when field.HasBytes:
                    raw = field.End - reader.Position;
                    break;
                case 13 when field.HasBytes && ReadPair(field.End) is { Key: "location" } place:
                    NoteExternal(place.Value);
                    break;
            }
        });
        var elements = shape.Exists(length => length < 0) ? null : SafetensorsDtypes.Elements(shape);
        return (name, elements is { } count && OnnxTypes.Bits(type) is { } bits && count <= long.MaxValue / bits ? ((count * bits) + 7) / 8 : raw);
    }

    private void NoteExternal(string path)
    {
        if (_external.ContainsKey(path) || _external.Count < MostExternal)
        {
            _external[path] = _external.GetValueOrDefault(path) + 1;
        }
    }

    /// <summary>A StringStringEntryProto: 1 key, 2 value.</summary>
    public KeyValuePair<string, string> ReadPair(long end)
    {
        var (key, value) = ("", "");
        reader.Each(end, field => (key, value) = field.Number switch
        {
            1 => (Legible.Line(reader.Text(field)), value),
            2 => (key, Legible.Block(reader.Text(field, 1000))),
            _ => (key, value),
        });
        return KeyValuePair.Create(key, value);
    }
}
