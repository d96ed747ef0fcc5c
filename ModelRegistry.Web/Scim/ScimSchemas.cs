using System.Text.Json.Nodes;
using ModelRegistry.Core.Provisioning;

namespace ModelRegistry.Web.Scim;

/// <summary>What this server understands of SCIM, as SCIM says it (RFC 7643, 5 to 7). Made anew for each answer, because a node has one parent.</summary>
internal static class ScimSchemas
{
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:";

    public static JsonObject Config() => new()
    {
        ["schemas"] = new JsonArray($"{Core}ServiceProviderConfig"),
        ["patch"] = new JsonObject { ["supported"] = true },
        ["bulk"] = new JsonObject { ["supported"] = false, ["maxOperations"] = 0, ["maxPayloadSize"] = 0 },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = ProvisioningSearch.MostItems },
        ["changePassword"] = new JsonObject { ["supported"] = false },
        ["sort"] = new JsonObject { ["supported"] = false },
        ["etag"] = new JsonObject { ["supported"] = false },
        ["authenticationSchemes"] = new JsonArray(new JsonObject
        {
            ["type"] = "oauthbearertoken",
            ["name"] = "Access token",
            ["description"] = "An access token of an admin with the scope 'provision'.",
            ["primary"] = true,
        }),
    };

    public static JsonNode[] ResourceTypes() => [ResourceType("User", "/Users"), ResourceType("Group", "/Groups")];

    public static JsonNode[] All() =>
    [
        Schema("User", "An account of a person",
            Attribute("userName", "The e-mail address; it cannot be changed", required: true, uniqueness: "server", mutability: "immutable"),
            Attribute("displayName", "The name on pages"),
            Complex("name", "The same", false, Attribute("formatted", "The whole name")),
            Complex("emails", "The address once more", true, Attribute("value", "An address", mutability: "readOnly")),
            Attribute("active", "Whether the person may sign in", type: "boolean"),
            Attribute("externalId", "The directory's id", caseExact: true)),
        Schema("Group", "A team",
            Attribute("displayName", "Its name", required: true, uniqueness: "server"),
            Complex("members", "Who is in it", true, Attribute("value", "The id of a person", mutability: "immutable")),
            Attribute("externalId", "The directory's id", caseExact: true)),
    ];

    private static JsonObject ResourceType(string name, string endpoint) => new()
    {
        ["schemas"] = new JsonArray($"{Core}ResourceType"),
        ["id"] = name,
        ["name"] = name,
        ["endpoint"] = endpoint,
        ["schema"] = $"{Core}{name}",
    };

    private static JsonObject Schema(string name, string description, params JsonNode[] attributes) => new()
    {
        ["schemas"] = new JsonArray($"{Core}Schema"),
        ["id"] = $"{Core}{name}",
        ["name"] = name,
        ["description"] = description,
        ["attributes"] = new JsonArray(attributes),
    };

    private static JsonObject Complex(string name, string description, bool several, params JsonNode[] parts)
    {
        var attribute = Attribute(name, description, type: "complex");
        attribute["multiValued"] = several;
        attribute["subAttributes"] = new JsonArray(parts);
        return attribute;
    }

    private static JsonObject Attribute(string name, string description, string type = "string", bool required = false, string uniqueness = "none",
        string mutability = "readWrite", bool caseExact = false) => new()
        {
            ["name"] = name,
            ["type"] = type,
            ["multiValued"] = false,
            ["description"] = description,
            ["required"] = required,
            ["caseExact"] = caseExact,
            ["mutability"] = mutability,
            ["returned"] = "default",
            ["uniqueness"] = uniqueness,
        };
}
