using System.Globalization;
using System.Text.Json;

namespace ModelRegistry.Core.Compare;

/// <summary>
/// Says whether a caller who was made for one signature works with another: what the caller sends must fit the new inputs, what comes back must
/// fit the old outputs. The rules are those by which MLflow's pyfunc enforces a signature (docs: "Model Signatures", signature enforcement): columns
/// by name in any order, columns that nobody asked for ignored, parameters that are not declared ignored and those not sent set to their default.
/// </summary>
public static class SignatureDiff
{
    /// <param name="before">As a version keeps it: <c>{"inputs":[…],"outputs":[…],"params":[…]}</c>; null when it declares none.</param>
    /// <param name="after">That of the version that is to take the place of the base.</param>
    public static SignatureComparison Of(JsonElement? before, JsonElement? after)
    {
        if (before is not { ValueKind: JsonValueKind.Object } || after is not { ValueKind: JsonValueKind.Object })
        {
            return new SignatureComparison(SignatureVerdict.Unknown, []);
        }

        List<SignatureChange> changes =
        [
            .. Fields(before.Value, after.Value, "inputs", SignatureSide.Input),
            .. Fields(before.Value, after.Value, "outputs", SignatureSide.Output),
            .. Params(before.Value, after.Value),
        ];
        return new SignatureComparison(
            changes.Count == 0 ? SignatureVerdict.Same : changes.Max(change => change.Impact) switch
            {
                SignatureImpact.Compatible => SignatureVerdict.Compatible,
                SignatureImpact.Noticeable => SignatureVerdict.Noticeable,
                SignatureImpact.Breaking => SignatureVerdict.Breaking,
            },
            [.. changes.OrderBy(change => change.Side).ThenByDescending(change => change.Impact)]);
    }

    private static IEnumerable<SignatureChange> Fields(JsonElement before, JsonElement after, string member, SignatureSide side)
    {
        var (old, now) = (Read(before, member), Read(after, member));
        if (side == SignatureSide.Input && now.Count == 0)
        {
            const string anything = "No inputs are declared any more: nothing is checked.";
            return old.Count == 0 ? [] : [new SignatureChange(side, member, SignatureImpact.Compatible, null, null, anything)];
        }

        if (side == SignatureSide.Input && old.Count == 0)
        {
            const string refused = "Inputs are declared now: what was not checked before may be refused.";
            return [new SignatureChange(side, member, SignatureImpact.Breaking, null, null, refused)];
        }

        if (old.Count > 0 && now.Count > 0 && old[0].Type is TensorType != now[0].Type is TensorType)
        {
            return [new SignatureChange(side, member, SignatureImpact.Breaking, Kind(old), Kind(now), $"Was made of {Kind(old)} and is made of {Kind(now)}.")];
        }

        if (side == SignatureSide.Output)
        {
            return Outputs(old, now);
        }

        // A caller's columns are taken by their place where the new signature has no names. An answer that loses its names is another one.
        return Inputs(now.Exists(field => field.Named) ? old : [.. old.Select((field, place) => field with { Key = Place(place) })], now);
    }

    private static IEnumerable<SignatureChange> Inputs(List<Field> old, List<Field> now)
    {
        const SignatureSide side = SignatureSide.Input;
        foreach (var (before, after) in Pairs(old, now))
        {
            yield return (before, after) switch
            {
                (null, { Required: true }) => Change(side, after.Key, SignatureImpact.Breaking, before, after, "Is new and required."),
                (null, not null) => Change(side, after.Key, SignatureImpact.Compatible, before, after, "Is new and optional."),
                (not null, null) => Change(side, before.Key, SignatureImpact.Compatible, before, after,
                    "Is no longer used; what callers send for it is ignored."),
                ({ Required: false }, { Required: true }) =>
                    Change(side, after.Key, SignatureImpact.Breaking, before, after, "Was optional and is required."),
                _ when SignatureFit.WhyNot(before!.Type, after!.Type, strictTensors: true) is { } why =>
                    Change(side, after.Key, SignatureImpact.Breaking, before, after, $"Callers send what is refused: {why}."),
                _ => Change(side, after.Key, SignatureImpact.Compatible, before, after,
                    before.Type.Equals(after.Type) ? "Was required and is optional." : "Takes a wider type than before."),
            };
        }
    }

    private static IEnumerable<SignatureChange> Outputs(List<Field> old, List<Field> now)
    {
        const SignatureSide side = SignatureSide.Output;
        foreach (var (before, after) in Pairs(old, now))
        {
            yield return (before, after) switch
            {
                // One answer without a name is the answer itself; two are something else.
                (null, { Named: false }) when old.Count > 0 => Change(side, after.Key, SignatureImpact.Breaking, before, after,
                    "Is new and has no name: the answer has another form."),
                (null, not null) => Change(side, after.Key, SignatureImpact.Compatible, before, after, "Is new."),
                (not null, null) => Change(side, before.Key, SignatureImpact.Breaking, before, after,
                    now.Count == 0 ? "Is not declared any more." : "Is gone."),
                ({ Required: true }, { Required: false }) =>
                    Change(side, after.Key, SignatureImpact.Breaking, before, after, "Was always given and may be missing."),
                _ when SignatureFit.WhyNot(after!.Type, before!.Type, strictTensors: false) is { } why =>
                    Change(side, after.Key, SignatureImpact.Breaking, before, after, $"Callers get what they do not expect: {why}."),
                _ => Change(side, after.Key, SignatureImpact.Compatible, before, after,
                    before.Type.Equals(after.Type) ? "May have been missing and is always given." : "Gives a narrower type than before."),
            };
        }
    }

    private static IEnumerable<SignatureChange> Params(JsonElement old, JsonElement now)
    {
        const SignatureSide side = SignatureSide.Param;
        foreach (var (before, after) in Pairs(Read(old, "params"), Read(now, "params")))
        {
            yield return (before, after) switch
            {
                (null, { Default: null }) => Change(side, after.Key, SignatureImpact.Breaking, before, after, "Is new and has no default."),
                (null, not null) => Change(side, after.Key, SignatureImpact.Compatible, before, after, $"Is new, with default {Short(after.Default!)}."),
                (not null, null) => Change(side, before.Key, SignatureImpact.Noticeable, before, after, "Is gone; what callers send for it is ignored."),
                _ when before!.Shape != after!.Shape => Change(side, after.Key, SignatureImpact.Breaking, before, after,
                    $"Was {before.Shape ?? "one value"} and is {after.Shape ?? "one value"}."),
                _ when SignatureFit.WhyNot(before.Type, after.Type, strictTensors: true) is { } why =>
                    Change(side, after.Key, SignatureImpact.Breaking, before, after, $"Callers send what is refused: {why}."),
                ({ Default: not null }, { Default: null }) => Change(side, after.Key, SignatureImpact.Breaking, before, after, "Has no default any more."),
                _ when before.Default != after.Default => Change(side, after.Key, SignatureImpact.Noticeable, before, after,
                    $"Default {Short(before.Default ?? "none")} is {Short(after.Default!)} now: callers who leave it out get something else."),
                _ => Change(side, after.Key, SignatureImpact.Compatible, before, after, "Takes a wider type than before."),
            };
        }
    }

    /// <summary>What stands on both sides under a name and differs, and what stands on one only; in the order of the base, new ones behind.</summary>
    private static IEnumerable<(Field? Before, Field? After)> Pairs(List<Field> old, List<Field> now)
    {
        var there = now.ToDictionary(field => field.Key);
        var known = old.Select(field => field.Key).ToHashSet();
        return old.Select(field => ((Field?)field, there.GetValueOrDefault(field.Key)))
            .Where(pair => pair.Item2 is null || !pair.Item1!.SameAs(pair.Item2))
            .Concat(now.Where(field => !known.Contains(field.Key)).Select(field => ((Field?)null, (Field?)field)));
    }

    private static List<Field> Read(JsonElement signature, string member) => SignatureType.Member(signature, member) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Select(Field.Of).DistinctBy(field => field.Key)]
        : [];

    private static SignatureChange Change(SignatureSide side, string name, SignatureImpact impact, Field? before, Field? after, string why) =>
        new(side, name, impact, before?.Type.ToString(), after?.Type.ToString(), why);

    private static string Short(string json) => json.Length <= 80 ? json : $"{json[..80]}…";

    private static string Kind(List<Field> fields) => fields[0].Type is TensorType ? "tensors" : "columns";

    private static string Place(int place) => string.Create(CultureInfo.InvariantCulture, $"#{place + 1}");

    private sealed record Field(string Key, bool Named, SignatureType Type, bool Required, string? Default, string? Shape)
    {
        public static Field Of(JsonElement element, int place)
        {
            var name = SignatureType.Text(element, "name");
            return new Field(
                name ?? Place(place),
                name is not null,
                SignatureType.Of(element),
                SignatureType.IsRequired(element),
                SignatureType.Member(element, "default")?.GetRawText(),
                SignatureType.ShapeOf(SignatureType.Member(element, "shape")) is { } shape ? $"a list of shape {TensorType.ShapeText(shape)}" : null);
        }

        // A name says nothing about the values; where it was compared by place, only they count.
        public bool SameAs(Field other) =>
            Type.Equals(other.Type) && Required == other.Required && Default == other.Default && Shape == other.Shape;
    }
}
