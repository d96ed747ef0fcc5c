namespace ModelRegistry.Core.Compare;

/// <summary>
/// Whether every value of one type is a value of another. For inputs that is what MLflow's pyfunc lets through when it enforces a signature:
/// integer as long or double, and float as double, but neither long as double nor integer as float, which lose digits; a tensor's type as it is.
/// </summary>
internal static class SignatureFit
{
    private static readonly HashSet<(string Narrow, string Wide)> Lossless =
    [
        ("integer", "long"), ("integer", "double"), ("float", "double"),
    ];

    /// <summary>Null when it fits, else why not, to follow the name of the field.</summary>
    /// <param name="narrow">The type of what is handed over.</param>
    /// <param name="wide">The type of what takes it.</param>
    /// <param name="strictTensors">Whether a tensor's element type must be the same, as for inputs; else one that loses nothing will do.</param>
    public static string? WhyNot(SignatureType narrow, SignatureType wide, bool strictTensors) => (narrow, wide) switch
    {
        _ when narrow.Equals(wide) => null,
        (_, AnyType) => null,
        (PlainType mine, PlainType theirs) => Lossless.Contains((mine.Name, theirs.Name)) ? null : $"{mine} is no {theirs}",
        (TensorType mine, TensorType theirs) => Tensor(mine, theirs, strictTensors),
        (ListType mine, ListType theirs) => Within("in the list", WhyNot(mine.Items, theirs.Items, strictTensors)),
        (MapType mine, MapType theirs) => Within("in the map", WhyNot(mine.Values, theirs.Values, strictTensors)),
        (ObjectType mine, ObjectType theirs) => Members(mine, theirs, strictTensors),
        _ => $"{narrow} is no {wide}",
    };

    private static string? Tensor(TensorType mine, TensorType theirs, bool strict)
    {
        if (mine.Name != theirs.Name && (strict || !FitsNumpy(mine.Name, theirs.Name)))
        {
            return $"a tensor of {mine.Name} is none of {theirs.Name}";
        }

        var (shape, wanted) = (TensorType.ShapeText(mine.Shape), TensorType.ShapeText(theirs.Shape));
        return mine.Shape.Count != theirs.Shape.Count ? $"shape {shape} has not the dimensions of {wanted}"
            : mine.Shape.Zip(theirs.Shape).All(side => side.Second < 0 || side.First == side.Second) ? null
            : $"shape {shape} does not fit {wanted}";
    }

    // An object must have what the other needs and, as pyfunc refuses what it does not know, nothing else.
    private static string? Members(ObjectType mine, ObjectType theirs, bool strict)
    {
        foreach (var member in theirs.Members)
        {
            var there = mine.Members.FirstOrDefault(other => other.Name == member.Name);
            var why = there is null ? member.Required ? "is required" : null
                : !there.Required && member.Required ? "is optional there and required here"
                : WhyNot(there.Type, member.Type, strict);
            if (why is not null)
            {
                return Within($"member {member.Name}", why);
            }
        }

        return mine.Members.FirstOrDefault(member => theirs.Members.All(other => other.Name != member.Name)) is { } extra
            ? $"member {extra.Name} is not known" : null;
    }

    private static string? Within(string place, string? why) => why is null ? null : $"{place}: {why}";

    // int32 in int64, uint8 in int16, int32 and float32 in float64: every value keeps its digits.
    private static bool FitsNumpy(string narrow, string wide) => (Kind(narrow), Kind(wide)) switch
    {
        (null, _) or (_, null) => false,
        ((var mine, var bits), (var theirs, var room)) when mine == theirs => bits <= room,
        (("uint", var bits), ("int", var room)) => bits < room,
        (("int" or "uint", var bits), ("float", var room)) => bits < room && (bits, room) is (8, _) or (16, 32 or 64) or (32, 64),
        _ => false,
    };

    private static (string Kind, int Bits)? Kind(string type)
    {
        var digits = type.AsSpan().IndexOfAnyInRange('0', '9');
        return digits > 0 && type[..digits] is "int" or "uint" or "float" && int.TryParse(type.AsSpan(digits), out var bits) ? (type[..digits], bits) : null;
    }
}
