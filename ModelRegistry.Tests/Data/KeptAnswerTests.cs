using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Policies;

namespace ModelRegistry.Tests.Data;

/// <summary>An answer is kept as JSON and read back: whatever a service answers with must survive that, in every member.</summary>
public sealed class KeptAnswerTests
{
    public static TheoryData<Type> Answers => [.. typeof(RegistryStore).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsPublic: true, IsAbstract: false } && type != typeof(RegistryStore)
            && !type.Name.EndsWith("Queries", StringComparison.Ordinal) // these change nothing
            && type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Any(parameter => parameter.ParameterType == typeof(RegistryStore)))
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Actor)))
        .Select(method => method.ReturnType).Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
        .Select(type => type.GetGenericArguments()[0])
        .Append(typeof((string, int)))
        // Not the answer of a call that takes a key: who signed in, and a file's upload.
        .Where(type => type != typeof(Actor) && type.Name != "StoredFile")
        .Distinct()];

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_is_read_as_it_was_kept(Type type)
    {
        var answer = Filled(type, 1);

        var read = typeof(KeptAnswerTests).GetMethod(nameof(Kept), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type)
            .Invoke(null, [answer]);

        Assert.Equal(Told(answer), Told(read));
    }

    [Fact]
    public void A_member_that_json_leaves_out_would_be_seen() =>
        Assert.NotEqual(Told(Filled(typeof(Forgetful), 1)), Told(Kept((Forgetful)Filled(typeof(Forgetful), 1))));

    private static T Kept<T>(T answer) => IdempotentChange.Read<T>(IdempotentChange.Write(answer));

    /// <summary>An instance in which nothing has its default value.</summary>
    private static object Filled(Type type, int depth)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner switch
        {
            _ when inner == typeof(string) => $"tëxt \"{depth}\"",
            _ when inner == typeof(bool) => true,
            _ when inner == typeof(int) => 7 + depth,
            _ when inner == typeof(long) => 7L + depth,
            _ when inner == typeof(double) => depth % 2 == 0 ? double.NaN : double.NegativeInfinity,
            _ when inner == typeof(Guid) => new Guid(depth, 1, 2, new byte[8]),
            _ when inner == typeof(DateTimeOffset) => new DateTimeOffset(2026, 3, 2, 9, 0, 0, 123, TimeSpan.Zero),
            _ when inner.IsEnum => inner.GetEnumValues().GetValue(inner.GetEnumValues().Length - 1)!,
            _ when inner == typeof(JsonElement) => JsonElement.Parse("""{"inputs":[7]}"""),
            _ when inner == typeof(GrantOn) => new GrantOn(Model: "fräud"), // one of them, or the server
            _ when inner == typeof(Measured) => Measured.Of(double.NaN), // a number or a word, never both
            _ when inner.IsAbstract && inner.GetCustomAttributes<JsonDerivedTypeAttribute>().FirstOrDefault() is { } derived =>
                Filled(derived.DerivedType, depth),
            _ when inner.IsGenericType && Filled(inner, inner.GetGenericArguments(), depth) is { } collection => collection,
            _ => Made(inner, depth),
        };
    }

    private static object? Filled(Type type, Type[] arguments, int depth)
    {
        if (type.IsAssignableTo(typeof(IDictionary)) || type.Name.Contains("Dictionary", StringComparison.Ordinal))
        {
            var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            dictionary.Add(Filled(arguments[0], depth), Filled(arguments[1], depth + 1));
            return dictionary;
        }

        if (!type.IsAssignableTo(typeof(IEnumerable)))
        {
            return null;
        }

        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(arguments))!;
        list.Add(Filled(arguments[0], depth + 1));
        return list;
    }

    private static object Made(Type type, int depth)
    {
        Assert.True(depth < 10, $"{type.Name} contains itself.");
        var constructor = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!;
        var made = constructor.Invoke([.. constructor.GetParameters().Select((parameter, index) => Filled(parameter.ParameterType, depth + 1 + index % 2))]);
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            property.SetValue(made, Filled(property.PropertyType, depth + 1));
        }

        return made;
    }

    /// <summary>Everything that the value holds, in words.</summary>
    private static string Told(object? value) => value switch
    {
        null => "null",
        string or bool or int or long or double or Guid or Enum => $"{value}",
        DateTimeOffset time => $"{time:O}",
        IDictionary entries => string.Join(", ", entries.Keys.Cast<object>().Select(key => $"{Told(key)} -> {Told(entries[key])}")),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Told))}]",
        _ => $"{{{string.Join(", ", Members(value).Select(member => $"{member.Name}: {Told(member.Value)}"))}}}",
    };

    private static IEnumerable<(string Name, object? Value)> Members(object value) =>
        value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0)
            .Select(property => (property.Name, property.GetValue(value)))
            .Concat(value.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance).Select(field => (field.Name, field.GetValue(value))));

    private sealed record Forgetful(string Kept)
    {
        [JsonIgnore]
        public bool Lost { get; init; }
    }
}
