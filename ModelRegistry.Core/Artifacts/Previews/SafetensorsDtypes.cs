namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>The types of elements of safetensors (safetensors/src/tensor.rs, "Dtype").</summary>
internal static class SafetensorsDtypes
{
    public static int? Bits(string dtype) => dtype switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or "U8" or "I8" or "F8_E4M3" or "F8_E5M2" or "F8_E8M0" or "F8_E4M3FNUZ" or "F8_E5M2FNUZ" => 8,
        "I16" or "U16" or "F16" or "BF16" => 16,
        "I32" or "U32" or "F32" => 32,
        "I64" or "U64" or "F64" or "C64" => 64,
        _ => null,
    };

    /// <summary>Null when the product is larger than any file.</summary>
    public static long? Elements(IReadOnlyList<long> shape)
    {
        var product = 1L;
        foreach (var length in shape.Contains(0) ? [0] : shape)
        {
            if (length != 0 && product > long.MaxValue / length)
            {
                return null;
            }

            product *= length;
        }

        return product;
    }
}
