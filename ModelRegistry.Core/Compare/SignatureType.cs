using System.Globalization;
using System.Text.Json;

namespace ModelRegistry.Core.Compare;

/// <summary>
/// The type of one input, output or parameter, as MLflow writes it (docs: "Model Signatures"): a plain type, a tensor, or a list, map or object of
/// types. What is not understood keeps its text and is the same only as itself.
/// </summary>
internal abstract record SignatureType
{
    private const int MostLevels = 16;

    /// <summary>Reads the type of a column, parameter or part of one.</summary>
    public static SignatureType Of(JsonElement element, int level = 0) => (Text(element, "type"), level) switch
    {
        (_, > MostLevels) => new UnknownType(element.GetRawText()),
        _ when Member(element, "tensor-spec") is { } tensor => Tensor(tensor),
        (null, _) when element.ValueKind == JsonValueKind.String => Plain(element.GetString()!),
        (null, _) when Text(element, "dtype") is { } type => Plain(type),
        (null, _) => new UnknownType(element.GetRawText()),
        ("array", _) when Member(element, "items") is { } items => new ListType(Of(items, level + 1)),
        ("map", _) when Member(element, "values") is { } values => new MapType(Of(values, level + 1)),
        ("object", _) when Member(element, "properties") is { ValueKind: JsonValueKind.Object } properties => new ObjectType(
            [.. properties.EnumerateObject().DistinctBy(property => property.Name)
                .Select(property => new ObjectMember(property.Name, Of(property.Value, level + 1), IsRequired(property.Value)))
                .OrderBy(property => property.Name, StringComparer.Ordinal)]),
        var (type, _) => Plain(type!),
    };

    public static bool IsRequired(JsonElement element) => Member(element, "required")?.ValueKind != JsonValueKind.False;

    public static JsonElement? Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : null;

    public static string? Text(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    /// <summary>The lengths of a tensor's sides, -1 for any; null when the element says no such thing.</summary>
    public static IReadOnlyList<long>? ShapeOf(JsonElement? shape) => shape is { ValueKind: JsonValueKind.Array } sides
        && sides.EnumerateArray().All(side => side.ValueKind == JsonValueKind.Number && side.TryGetInt64(out _))
            ? [.. sides.EnumerateArray().Select(side => side.GetInt64())]
            : null;

    public abstract override string ToString();

    private static SignatureType Plain(string name) => name == "any" ? new AnyType() : new PlainType(name);

    private static SignatureType Tensor(JsonElement tensor) => Text(tensor, "dtype") is { } type && ShapeOf(Member(tensor, "shape")) is { } shape
        ? new TensorType(type, shape)
        : new UnknownType(tensor.GetRawText());
}

/// <summary><c>long</c>, <c>double</c>, <c>string</c>…</summary>
internal sealed record PlainType(string Name) : SignatureType
{
    public override string ToString() => Name;
}

/// <summary>Anything goes.</summary>
internal sealed record AnyType : SignatureType
{
    public override string ToString() => "any";
}

/// <summary>A tensor of numpy's type and a shape.</summary>
internal sealed record TensorType(string Name, IReadOnlyList<long> Shape) : SignatureType
{
    public bool Equals(TensorType? other) => other is not null && Name == other.Name && Shape.SequenceEqual(other.Shape);

    public override int GetHashCode() => HashCode.Combine(Name, Shape.Count);

    public override string ToString() => $"{Name} {ShapeText(Shape)}";

    public static string ShapeText(IReadOnlyList<long> shape) => $"({string.Join(", ", shape.Select(side => side < 0 ? "any"
        : side.ToString(CultureInfo.InvariantCulture)))})";
}

internal sealed record ListType(SignatureType Items) : SignatureType
{
    public override string ToString() => $"array of {Items}";
}

internal sealed record MapType(SignatureType Values) : SignatureType
{
    public override string ToString() => $"map of {Values}";
}

/// <summary>Named members, in the order of their names.</summary>
internal sealed record ObjectType(IReadOnlyList<ObjectMember> Members) : SignatureType
{
    public bool Equals(ObjectType? other) => other is not null && Members.SequenceEqual(other.Members);

    public override int GetHashCode() => Members.Count;

    public override string ToString() =>
        $"object of {{ {string.Join(", ", Members.Select(member => $"{member.Name}: {member.Type}{(member.Required ? "" : ", optional")}"))} }}";
}

internal sealed record ObjectMember(string Name, SignatureType Type, bool Required);

internal sealed record UnknownType(string Raw) : SignatureType
{
    public override string ToString() => Raw.Length <= 80 ? Raw : $"{Raw[..80]}…";
}
