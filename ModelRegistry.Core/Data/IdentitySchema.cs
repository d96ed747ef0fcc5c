using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ModelRegistry.Core.Data;

/// <summary>
/// The Identity tables' schema version. Identity reads it from the application's services and not from the context
/// (aspnetcore#65449), so design time, tests and the application must all be given it from here.
/// </summary>
public static class IdentitySchema
{
    public static IServiceProvider Services { get; } =
        new ServiceCollection().AddOptions().Configure<IdentityOptions>(Configure).BuildServiceProvider();

    public static void Configure(IdentityOptions options) => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
}
