using static ModelRegistry.Tests.Api.Who;

namespace ModelRegistry.Tests.Api;

public static partial class PermissionTable
{
    private const string ScimUsers = "/scim/v2/Users";
    private const string ScimGroups = "/scim/v2/Groups";
    private const string ActivePatch = """{"Operations":[{"op":"replace","path":"active","value":true}]}""";

    // What SCIM says of itself is no secret to whoever is somebody here.
    private const Who Anybody = All & ~Unknown;

    public static bool IsScim(PermissionRow row) => row.Pattern.StartsWith("/scim/", StringComparison.Ordinal);

    private static PermissionRow[] Scim =>
    [
        new("GET", ScimUsers, Admin | ProvisionToken),
        new("POST", ScimUsers, Admin | ProvisionToken, Body: """{"userName":"{new}@example.test"}"""),
        new("GET", ScimUsers + "/{id}", Admin | ProvisionToken),
        new("PUT", ScimUsers + "/{id}", Admin | ProvisionToken, Body: """{"active":true}"""),
        new("PATCH", ScimUsers + "/{id}", Admin | ProvisionToken, Body: ActivePatch),
        new("DELETE", ScimUsers + "/{id}", Admin | ProvisionToken),
        new("GET", ScimGroups, Admin | ProvisionToken),
        new("POST", ScimGroups, Admin | ProvisionToken, Body: """{"displayName":"{new}"}"""),
        new("GET", ScimGroups + "/{id}", Admin | ProvisionToken),
        new("PUT", ScimGroups + "/{id}", Admin | ProvisionToken, Body: """{"displayName":"{new}"}"""),
        new("PATCH", ScimGroups + "/{id}", Admin | ProvisionToken, Body: """{"Operations":[{"op":"remove","path":"members"}]}"""),
        new("DELETE", ScimGroups + "/{id}", Admin | ProvisionToken),
        new("GET", "/scim/v2/ServiceProviderConfig", Anybody),
        new("GET", "/scim/v2/ResourceTypes", Anybody),
        new("GET", "/scim/v2/ResourceTypes/{id}", Anybody),
        new("GET", "/scim/v2/Schemas", Anybody),
        new("GET", "/scim/v2/Schemas/{id}", Anybody),
    ];
}
