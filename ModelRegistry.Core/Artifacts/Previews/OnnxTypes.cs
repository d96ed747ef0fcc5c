using System.Globalization;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>Types and shapes of ONNX in words (onnx/onnx.proto, "TypeProto", "TensorShapeProto" and "TensorProto.DataType").</summary>
internal sealed class OnnxTypes(ProtoReader reader)
{
    private const int MostDepth = 8;
    private const int MostShape = 32;

    /// <summary>A ValueInfoProto: 1 name, 2 type.</summary>
    public OnnxValue ReadValue(long end)
    {
        var (name, type, shape) = ("", "not said", (List<string>?)null);
        reader.Each(end, field =>
        {
            switch (field.Number)
            {
                case 1:
                    name = Legible.Line(reader.Text(field));
                    break;
                case 2:
                    (type, shape) = ReadType(field.End, 0);
                    break;
            }
        });
        return new OnnxValue(name, type, shape);
    }

    public static string NameOf(long type) => type switch
    {
        1 => "float",
        2 => "uint8",
        3 => "int8",
        4 => "uint16",
        5 => "int16",
        6 => "int32",
        7 => "int64",
        8 => "string",
        9 => "bool",
        10 => "float16",
        11 => "double",
        12 => "uint32",
        13 => "uint64",
        14 => "complex64",
        15 => "complex128",
        16 => "bfloat16",
        17 => "float8e4m3fn",
        18 => "float8e4m3fnuz",
        19 => "float8e5m2",
        20 => "float8e5m2fnuz",
        21 => "uint4",
        22 => "int4",
        23 => "float4e2m1",
        _ => string.Create(CultureInfo.InvariantCulture, $"type {type}"),
    };

    /// <summary>Bits of an element; null for texts and unknown types.</summary>
    public static int? Bits(long type) => type switch
    {
        21 or 22 or 23 => 4,
        2 or 3 or 9 or 17 or 18 or 19 or 20 => 8,
        4 or 5 or 10 or 16 => 16,
        1 or 6 or 12 => 32,
        7 or 11 or 13 or 14 => 64,
        15 => 128,
        _ => null,
    };

    /// <summary>A TypeProto: 1 tensor, 4 sequence, 5 map, 8 sparse tensor, 9 optional.</summary>
    private (string Type, List<string>? Shape) ReadType(long end, int depth)
    {
        var (type, shape) = ("not said", (List<string>?)null);
        if (depth == MostDepth)
        {
            reader.Fail("A type nests deeper than a preview follows.");
            return (type, shape);
        }

        reader.Each(end, field =>
        {
            switch (field.Number)
            {
                case 1 or 8:
                    (type, shape) = ReadTensorType(field.End);
                    type = field.Number == 8 ? $"sparse {type}" : type;
                    break;
                case 4:
                    type = $"sequence of {ReadInner(field.End, 1, depth)}";
                    break;
                case 5:
                    type = ReadMap(field.End, depth);
                    break;
                case 9:
                    type = $"optional {ReadInner(field.End, 1, depth)}";
                    break;
            }
        });
        return (type, shape);
    }

    private string ReadInner(long end, int number, int depth)
    {
        var inner = "not said";
        reader.Each(end, field => inner = field.Number == number && field.HasBytes ? ReadType(field.End, depth + 1).Type : inner);
        return inner;
    }

    /// <summary>1 type of keys, 2 type of values.</summary>
    private string ReadMap(long end, int depth)
    {
        var (key, value) = ("not said", "not said");
        reader.Each(end, field =>
        {
            key = field.Number == 1 ? NameOf((long)field.Value) : key;
            value = field.Number == 2 && field.HasBytes ? ReadType(field.End, depth + 1).Type : value;
        });
        return $"map from {key} to {value}";
    }

    /// <summary>1 type of elements, 2 shape; in it 1 a length, with 1 a number or 2 a word.</summary>
    private (string Type, List<string>? Shape) ReadTensorType(long end)
    {
        var (type, shape) = ("not said", (List<string>?)null);
        reader.Each(end, field =>
        {
            if (field.Number == 1)
            {
                type = NameOf((long)field.Value);
            }
            else if (field is { Number: 2, HasBytes: true })
            {
                shape = [];
                reader.Each(field.End, dimension => AddLength(dimension, shape));
            }
        });
        return (type, shape);
    }

    private void AddLength(ProtoField dimension, List<string> shape)
    {
        if (dimension is not { Number: 1, HasBytes: true } || shape.Count == MostShape)
        {
            return;
        }

        var length = "?";
        reader.Each(dimension.End, field => length = field.Number switch
        {
            1 => ((long)field.Value).ToString(CultureInfo.InvariantCulture),
            2 when Legible.Line(reader.Text(field), 60) is { Length: > 0 } word => word,
            _ => length,
        });
        shape.Add(length);
    }
}
