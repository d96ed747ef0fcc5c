using System.Globalization;
using System.Text.Json.Nodes;
using ModelRegistry.Core.Provisioning;
using ModelRegistry.Web.Api;

namespace ModelRegistry.Web.Scim;

/// <summary>What directories read: resources, lists and errors in their form (RFC 7643, RFC 7644).</summary>
internal static class ScimAnswers
{
    public const string Root = "/scim/v2";

    private const string MediaType = "application/scim+json";
    private const string Schemas = "urn:ietf:params:scim:schemas:core:2.0:";
    private const string Messages = "urn:ietf:params:scim:api:messages:2.0:";

    private static readonly string[] Types = ["invalidFilter", "invalidPath", "invalidSyntax", "invalidValue", "noTarget", "tooMany"];

    public static bool IsScim(this HttpRequest request) => request.Path.StartsWithSegments(Root);

    public static JsonObject Person(ProvisionedPerson person, HttpContext context) => WithExternalId(new JsonObject
    {
        ["schemas"] = new JsonArray($"{Schemas}User"),
        ["id"] = person.Id.ToString(),
        ["userName"] = person.Email,
        ["displayName"] = person.DisplayName,
        ["name"] = new JsonObject { ["formatted"] = person.DisplayName },
        ["emails"] = new JsonArray(new JsonObject { ["value"] = person.Email, ["type"] = "work", ["primary"] = true }),
        ["active"] = person.Active,
        ["meta"] = Meta("User", person.CreatedAt, Location(context, "Users", person.Id)),
    }, person.ExternalId);

    public static JsonObject Group(ProvisionedTeam team, HttpContext context)
    {
        var group = WithExternalId(new JsonObject
        {
            ["schemas"] = new JsonArray($"{Schemas}Group"),
            ["id"] = team.Id.ToString(),
            ["displayName"] = team.Name,
            ["meta"] = Meta("Group", team.CreatedAt, Location(context, "Groups", team.Id)),
        }, team.ExternalId);
        if (team.Members is { } members)
        {
            group["members"] = new JsonArray([.. members.Select(member => new JsonObject
            {
                ["value"] = member.Id.ToString(),
                ["display"] = member.Email,
            })]);
        }

        return group;
    }

    public static IResult List<T>(Slice<T> slice, Func<T, JsonObject> show) => List([.. slice.Items.Select(show)], slice.Total, slice.StartIndex);

    public static IResult List(JsonNode[] resources, int total, int startIndex) => Json(new JsonObject
    {
        ["schemas"] = new JsonArray($"{Messages}ListResponse"),
        ["totalResults"] = total,
        ["startIndex"] = startIndex,
        ["itemsPerPage"] = resources.Length,
        ["Resources"] = new JsonArray(resources),
    });

    public static IResult Json(JsonObject body, int status = StatusCodes.Status200OK) =>
        Results.Text(body.ToJsonString(), MediaType, statusCode: status);

    public static IResult Created(JsonObject body, HttpContext context)
    {
        context.Response.Headers.Location = body["meta"]!["location"]!.GetValue<string>();
        return Json(body, StatusCodes.Status201Created);
    }

    /// <summary>A refusal as directories read it; the status is a text there, and 422 is unknown to them.</summary>
    public static Task WriteFaultAsync(Problem problem, HttpContext context)
    {
        var status = problem.Status == StatusCodes.Status422UnprocessableEntity ? StatusCodes.Status400BadRequest : problem.Status;
        var error = new JsonObject
        {
            ["schemas"] = new JsonArray($"{Messages}Error"),
            ["status"] = status.ToString(CultureInfo.InvariantCulture),
            ["detail"] = problem.Detail,
        };
        if (TypeOf(problem) is { } type)
        {
            error["scimType"] = type;
        }

        context.Response.Headers.CacheControl = "no-store";
        return Json(error, status).ExecuteAsync(context);
    }

    private static string Location(HttpContext context, string kind, Guid id) =>
        $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{Root}/{kind}/{id}";

    private static string? TypeOf(Problem problem) => problem switch
    {
        { Code: "email_taken" or "team_name_taken" } => "uniqueness",
        { Code: "email_fixed" } => "mutability",
        { Status: StatusCodes.Status422UnprocessableEntity } => "invalidValue",
        { Status: StatusCodes.Status400BadRequest } => Types.Contains(problem.Code) ? problem.Code : "invalidSyntax",
        _ => null,
    };

    private static JsonObject WithExternalId(JsonObject resource, string? externalId)
    {
        if (!string.IsNullOrEmpty(externalId))
        {
            resource["externalId"] = externalId;
        }

        return resource;
    }

    private static JsonObject Meta(string type, DateTimeOffset created, string location) => new()
    {
        ["resourceType"] = type,
        ["created"] = created.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        ["location"] = location,
    };
}
