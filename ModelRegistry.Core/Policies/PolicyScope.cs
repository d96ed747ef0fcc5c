namespace ModelRegistry.Core.Policies;

/// <summary>Whose policy is meant: that of one model, or of a collection and all below it. Null in its place: the server's.</summary>
public sealed record PolicyScope
{
    private PolicyScope()
    {
    }

    public string? Model { get; private init; }

    public string? Collection { get; private init; }

    public static PolicyScope? OfModel(string? name) => name is null ? null : new PolicyScope { Model = name };

    public static PolicyScope? OfCollection(string? path) => path is null ? null : new PolicyScope { Collection = path };
}
