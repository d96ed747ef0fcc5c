using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Tests.Architecture;

/// <summary>Rules of the code that the compiler does not check.</summary>
public sealed class DependencyRuleTests
{
    private static readonly Assembly Core = typeof(RegistryDbContext).Assembly;
    private static readonly Assembly Web = typeof(Program).Assembly;

    [Fact]
    public void Core_knows_no_web()
    {
        var web = Core.GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) && !name.Contains("Identity", StringComparison.Ordinal));

        Assert.Empty(web);
        Assert.DoesNotContain(Core.GetReferencedAssemblies(), reference => reference.Name is "MudBlazor" or "Plotly.Blazor");
    }

    [Fact]
    public void No_component_reaches_the_database_itself()
    {
        Type[] forbidden = [typeof(RegistryDbContext), typeof(DbContext), typeof(RegistryStore), typeof(IDbContextFactory<>)];

        var reaching = Web.GetTypes().Where(type => typeof(IComponent).IsAssignableFrom(type))
            .SelectMany(type => Members(type).Where(member => Array.Exists(forbidden, bad => Uses(member, bad)))
                .Select(member => $"{type.Name}: {member.Name}"));

        Assert.Empty(reaching);
    }

    [Fact]
    public void Every_class_of_core_and_web_is_sealed_static_or_abstract()
    {
        var open = new[] { Core, Web }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !type.Name.Contains('<', StringComparison.Ordinal)
                && !typeof(IComponent).IsAssignableFrom(type) && type != typeof(Program) && !IsGenerated(type));

        Assert.Empty(open.Select(type => type.FullName));
    }

    private static bool IsGenerated(Type type) =>
        type.Name == "_Imports"
        || type.Namespace?.EndsWith(".Migrations", StringComparison.Ordinal) == true
        || type.Namespace?.StartsWith("ModelRegistry", StringComparison.Ordinal) != true;

    /// <summary>What a component asks the container for: injected properties, and the parameters of its constructor.</summary>
    private static IEnumerable<Type> Members(Type component) =>
        component.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(property => property.PropertyType)
            .Concat(component.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType));

    private static bool Uses(Type member, Type bad) =>
        bad.IsAssignableFrom(member) || (member.IsGenericType && member.GetGenericTypeDefinition() == bad);
}
