namespace ModelRegistry.Web.Api;

/// <summary>Where a thing is found through the API, for the Location header.</summary>
internal static class Addresses
{
    public static string Model(HttpContext context, string name) => $"{context.Request.PathBase}{RegistryApi.Root}/models/{Uri.EscapeDataString(name)}";

    public static string Version(HttpContext context, string model, int number) => FormattableString.Invariant($"{Model(context, model)}/versions/{number}");

    public static string Request(HttpContext context, long id) => FormattableString.Invariant($"{context.Request.PathBase}{RegistryApi.Root}/requests/{id}");

    public static string User(HttpContext context, Guid id) => $"{context.Request.PathBase}{RegistryApi.Root}/users/{id}";

    public static string View(HttpContext context, Guid id) => $"{context.Request.PathBase}{RegistryApi.Root}/views/{id}";

    public static string Team(HttpContext context, string name) => $"{context.Request.PathBase}{RegistryApi.Root}/teams/{Uri.EscapeDataString(name)}";

    public static string Grant(HttpContext context, Guid id) => $"{context.Request.PathBase}{RegistryApi.Root}/grants/{id}";

    public static string Collection(HttpContext context, string path) =>
        $"{context.Request.PathBase}{RegistryApi.Root}/collections/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";

    public static string Token(HttpContext context, Guid id) => $"{context.Request.PathBase}{RegistryApi.Root}/tokens/{id}";
}
