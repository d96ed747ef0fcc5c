namespace ModelRegistry.Core.Access;

/// <summary>
/// Where something lies, as far as rights ask: the model that it is or belongs to (null for an experiment, and for what is yet to be made), whose it is,
/// its collection (null: the root), and whether only people with a grant see it.
/// </summary>
public readonly record struct Place(Guid? ModelId, Guid? OwnerId, Guid? CollectionId = null, bool Closed = false)
{
    private const char Between = '|';

    /// <summary>As one word, which <see cref="Read"/> reads again.</summary>
    public override string ToString() => string.Join(Between, ModelId, OwnerId, CollectionId, Closed);

    internal static Place? Read(string text)
    {
        if (text.Split(Between) is not [var model, var owner, var collection, var closed])
        {
            return null;
        }

        return new Place(Id(model), Id(owner), Id(collection), bool.Parse(closed));
    }

    private static Guid? Id(string text) => Guid.TryParse(text, out var id) ? id : null;
}
