namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>A name out of a pickle, one object however often it is imported.</summary>
internal sealed class PickleName(string module, string name, PickleStanding standing, string? why)
{
    public string Module => module;

    public string Name => name;

    public PickleStanding Standing => standing;

    public string? Why => why;

    public int Count { get; set; } = 1;

    public bool IsArrayWrapper { get; } = module == "joblib.numpy_pickle" && name == "NumpyArrayWrapper";

    public bool IsDtype { get; } = module == "numpy" && name == "dtype";

    public bool IsTorchStorage { get; } = module is ("torch" or "torch.storage") && name.EndsWith("Storage", StringComparison.Ordinal);
}
