namespace ModelRegistry.Core.Access;

/// <summary>Left with a call by whoever makes it, to learn under which name a model is found that was asked for by a former one.</summary>
public sealed class CanonicalName
{
    /// <summary>The present name; null while every model was asked for by the one it has.</summary>
    public string? Name { get; internal set; }
}
