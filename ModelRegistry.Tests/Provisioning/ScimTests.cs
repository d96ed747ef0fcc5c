using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Provisioning;
using ModelRegistry.Core.Teams;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Scim;

namespace ModelRegistry.Tests.Provisioning;

/// <summary>Bodies as Entra ID and Okta send them, by their documentation.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class ScimTests(RegistryApp app) : IAsyncLifetime
{
    private Actor _admin = null!;
    private HttpClient _directory = null!;

    public async Task InitializeAsync()
    {
        _admin = await app.PersonAsync("directory.admin", Roles.Admin);
        _directory = app.ClientWith(await app.TokenAsync(_admin, [Scopes.Provision]));
    }

    public Task DisposeAsync()
    {
        _directory.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Entra_tries_the_connection_with_somebody_who_is_not_there()
    {
        var users = await OkAsync("GET", $"Users?filter={Uri.EscapeDataString($"userName eq \"{Guid.NewGuid()}\"")}&aadOptscim062020=true");
        var groups = await OkAsync("GET", $"Groups?excludedAttributes=members&filter={Uri.EscapeDataString($"displayName eq \"{Guid.NewGuid()}\"")}");

        Assert.All([users, groups], list => Assert.Equal((0, 0, 1), (list.GetProperty("totalResults").GetInt32(),
            list.GetProperty("Resources").GetArrayLength(), list.GetProperty("startIndex").GetInt32())));
    }

    [Fact]
    public async Task Entra_makes_finds_disables_enables_and_removes_a_person()
    {
        var email = Address();
        var made = await SendAsync("POST", "Users", $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"oid-{{email}}",
             "userName":"{{email}}","active":true,"displayName":"Ann Example","emails":[{"primary":true,"type":"work","value":"{{email}}"}],
             "meta":{"resourceType":"User"},"name":{"formatted":"Ann M Example","familyName":"Example","givenName":"Ann"},"roles":[],
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Risk"} }
            """, HttpStatusCode.Created);
        var id = made.GetProperty("id").GetString();

        foreach (var filter in new[] { $"userName eq \"{email.ToUpperInvariant()}\"", $"externalId eq \"oid-{email}\"",
            $"emails[type eq \"work\"].value eq \"{email}\"", $"id eq \"{id}\" and userName eq \"{email}\"" })
        {
            Assert.Equal(id, Assert.Single((await FindAsync("Users", filter)).GetProperty("Resources").EnumerateArray()).GetProperty("id").GetString());
        }

        Assert.Equal(0, (await FindAsync("Users", $"userName eq \"{email}\" and externalId eq \"another\"")).GetProperty("totalResults").GetInt32());
        var off = await OkAsync("PATCH", $"Users/{id}", Patch("""{"op":"Replace","path":"active","value":"False"}"""));
        Assert.False(off.GetProperty("active").GetBoolean());
        Assert.False((await OkAsync("GET", $"Users/{id}")).GetProperty("active").GetBoolean());
        Assert.Equal(1, (await FindAsync("Users", $"userName eq \"{email}\"")).GetProperty("totalResults").GetInt32());

        var changed = await OkAsync("PATCH", $"Users/{id}", Patch(
            """{"op":"Add","path":"nickName","value":"x"}""",
            """{"op":"Replace","path":"emails[type eq \"work\"].value","value":"other@example.test"}""",
            """{"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"Ops"}""",
            """{"op":"Add","path":"manager","value":"m1"}""",
            """
            {"op":"replace","value":{"active":true,"displayName":"Ann New","name.givenName":"Ann",
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:title":"x"}}
            """));
        Assert.Equal((true, "Ann New", email), (changed.GetProperty("active").GetBoolean(), changed.GetProperty("displayName").GetString(),
            changed.GetProperty("userName").GetString()));

        await SendAsync("DELETE", $"Users/{id}", null, HttpStatusCode.NoContent);
        Assert.False((await OkAsync("GET", $"Users/{id}")).GetProperty("active").GetBoolean());
        await SendAsync("DELETE", $"Users/{id}", null, HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Okta_makes_and_disables_a_person_by_whole_objects_and_without_paths()
    {
        var email = Address();
        var body = $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{email}}","name":{"givenName":"Bob","familyName":"Example"},
             "emails":[{"primary":true,"value":"{{email}}","type":"work"}],"displayName":"Bob Example","locale":"en-US","externalId":"00u1","groups":[],
             "password":"1mz050nq","active":ACTIVE}
            """;
        var made = await SendAsync("POST", "Users", body.Replace("ACTIVE", "true", StringComparison.Ordinal), HttpStatusCode.Created);
        var id = made.GetProperty("id").GetString();

        var again = await SendAsync("POST", "Users", body.Replace("ACTIVE", "true", StringComparison.Ordinal), HttpStatusCode.Conflict);
        Assert.Equal(("uniqueness", "409"), (again.GetProperty("scimType").GetString(), again.GetProperty("status").GetString()));
        await Refused.ByAsync("sign_in_failed", () => app.Get<Passwords>().CheckAsync(email, "1mz050nq", Door.Api, null, default));

        Assert.False((await OkAsync("PUT", $"Users/{id}", body.Replace("ACTIVE", "false", StringComparison.Ordinal))).GetProperty("active").GetBoolean());
        Assert.True((await OkAsync("PATCH", $"Users/{id}", Patch("""{"op":"replace","value":{"active":true}}"""))).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task An_account_that_is_there_is_not_taken_over_silently()
    {
        var ann = await app.PersonAsync("ann", Roles.Reviewer);

        var refused = await SendAsync("POST", "Users", $$"""{"userName":"{{ann.Name}}","externalId":"oid-1","active":false}""", HttpStatusCode.Conflict);
        Assert.Equal("uniqueness", refused.GetProperty("scimType").GetString());
        var found = Assert.Single((await FindAsync("Users", $"userName eq \"{ann.Name}\"")).GetProperty("Resources").EnumerateArray());
        Assert.False(found.TryGetProperty("externalId", out _));

        await OkAsync("PATCH", $"Users/{Id(found)}", Patch($$"""{"op":"Add","path":"externalId","value":"oid-{{ann.UserId}}"}"""));
        var entry = (await app.Get<AuditQueries>().ListAsync(new AuditSearch(Actor: _admin.Name, Action: "user.edited"), _admin, default)).Items[0];
        Assert.EndsWith($" let a directory keep the account {ann.Name}", RegistrySentences.Of(entry).Text, StringComparison.Ordinal);
        Assert.Equal(ann.UserId, (await app.Get<Passwords>().CheckAsync(ann.Name, Given.Password, Door.Api, null, default)).UserId);
    }

    [Fact]
    public async Task Nobody_gets_a_role_by_what_a_directory_sends()
    {
        var email = Address();
        var made = await SendAsync("POST", "Users", $$"""{"userName":"{{email}}","roles":[{"value":"Admin"}]}""", HttpStatusCode.Created);
        await OkAsync("PATCH", $"Users/{Id(made)}", Patch("""{"op":"Add","path":"roles","value":[{"value":"Admin"}]}"""));

        await using var db = app.Get<IDbContextFactory<RegistryDbContext>>().CreateDbContext();
        Assert.Empty(await db.UserRoles.Where(row => row.UserId == Guid.Parse(Id(made))).ToListAsync());
    }

    [Fact]
    public void One_answer_holds_a_bounded_number_of_members() => Assert.Equal([0, 1, 3, 2], new int[][]
    {
        [], [ProvisioningSearch.MostMembers + 1, 0], [ProvisioningSearch.MostMembers, 0, 0, 1], [1, ProvisioningSearch.MostMembers - 1, 1],
    }.Select(ProvisioningQueries.Fitting));

    [Fact]
    public async Task Whoever_is_disabled_is_out_at_once_with_sessions_and_tokens()
    {
        var ann = await app.PersonAsync("ann", Roles.Viewer);
        using var browser = app.ClientWithCookie(await app.SessionCookieAsync(ann));
        using var script = app.ClientWith(await app.TokenAsync(ann, [Scopes.Read]));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await StatusesAsync(browser, script));

        await OkAsync("PATCH", $"Users/{ann.UserId}", Patch("""{"op":"replace","path":"active","value":false}"""));

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], await StatusesAsync(browser, script));
        var entry = (await app.Get<AuditQueries>().ListAsync(new AuditSearch(Actor: _admin.Name, Action: "user.edited"), _admin, default)).Items[0];
        Assert.Equal("api", entry.Door);
    }

    [Fact]
    public async Task Entra_keeps_the_members_of_a_group()
    {
        var (ann, bob) = (await PersonAsync(), await PersonAsync());
        var name = RegistryApp.NewName("Group");
        var made = await SendAsync("POST", "Groups", $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group","http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
             "externalId":"8aa1","displayName":"{{name}}","meta":{"resourceType":"Group"} }
            """, HttpStatusCode.Created);
        var id = made.GetProperty("id").GetString()!;

        await PatchGroupAsync(id, $$"""{"op":"Add","path":"members","value":[{"$ref":null,"value":"{{ann}}"},{"$ref":null,"value":"{{bob}}"}]}""");
        Assert.Equal(2, (await MembersAsync(id)).Count);
        Assert.False((await OkAsync("GET", $"Groups/{id}?excludedAttributes=members")).TryGetProperty("members", out _));
        Assert.Equal(1, (await FindAsync("Groups", $"id eq \"{id}\" and members eq \"{ann}\"")).GetProperty("totalResults").GetInt32());

        await PatchGroupAsync(id, $$"""{"op":"Remove","path":"members","value":[{"value":"{{ann}}"}]}""");
        Assert.Equal([bob], await MembersAsync(id)); // of whom the value is, and not everybody

        await PatchGroupAsync(id, $$"""{"op":"Remove","path":"members[value eq \"{{bob}}\"]"}""",
            $$"""{"op":"Add","path":"members","value":[{"value":"{{ann}}"}]}""");
        Assert.Equal([ann], await MembersAsync(id));

        await OkAsync("PATCH", $"Users/{ann}", Patch("""{"op":"Replace","path":"active","value":"False"}"""));
        Assert.Equal([ann], await MembersAsync(id)); // the directory keeps whoever it disabled

        await PatchGroupAsync(id, """{"op":"remove","path":"members"}""");
        Assert.Empty(await MembersAsync(id));
        Assert.Equal(name, (await app.Get<TeamQueries>().GetAsync(name, _admin, default)).Name);
    }

    [Fact]
    public async Task Okta_renames_fills_and_removes_a_group()
    {
        var (ann, bob) = (await PersonAsync(), await PersonAsync());
        var (name, next) = (RegistryApp.NewName("Group"), RegistryApp.NewName("Group"));
        var made = await SendAsync("POST", "Groups", $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"{{name}}","members":[{"value":"{{ann}}","display":"ann@example.test"}]}
            """, HttpStatusCode.Created);
        var id = made.GetProperty("id").GetString()!;
        await SendAsync("POST", "Groups", $$"""{"displayName":"{{name}}"}""", HttpStatusCode.Conflict);

        await PatchGroupAsync(id, $$"""{"op":"replace","value":{"id":"{{id}}","displayName":"{{next}}"} }""");
        Assert.Equal(next, (await OkAsync("GET", $"Groups/{id}")).GetProperty("displayName").GetString());
        await PatchGroupAsync(id, $$"""{"op":"replace","path":"members","value":[{"value":"{{bob}}","display":"bob@example.test"}]}""");
        Assert.Equal([bob], await MembersAsync(id));
        await OkAsync("PUT", $"Groups/{id}", $$"""{"displayName":"{{next}}","members":[{"value":"{{ann}}"},{"value":"{{bob}}"}]}""");
        Assert.Equal(2, (await MembersAsync(id)).Count);

        await SendAsync("DELETE", $"Groups/{id}", null, HttpStatusCode.NoContent);
        await SendAsync("GET", $"Groups/{id}", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Lists_are_counted_from_one_and_stable()
    {
        for (var person = 0; person < 5; person++)
        {
            await PersonAsync();
        }

        var all = (await OkAsync("GET", "Users?startIndex=1&count=200")).GetProperty("Resources").EnumerateArray().Select(Id).ToList();
        var (first, second) = (await OkAsync("GET", "Users?startIndex=1&count=2"), await OkAsync("GET", "Users?startIndex=3&count=2"));

        Assert.Equal(all.Take(4), first.GetProperty("Resources").EnumerateArray().Concat(second.GetProperty("Resources").EnumerateArray()).Select(Id));
        Assert.Equal((3, 2), (second.GetProperty("startIndex").GetInt32(), second.GetProperty("itemsPerPage").GetInt32()));
        Assert.Equal(1, (await OkAsync("GET", "Users?startIndex=-4&count=1")).GetProperty("startIndex").GetInt32());
        Assert.Equal(0, (await OkAsync("GET", "Users?count=-1")).GetProperty("itemsPerPage").GetInt32());
        Assert.Equal(ProvisioningSearch.MostItems, ScimFilter.Read(null, 1, int.MaxValue, people: true).Count);
    }

    [Theory]
    [InlineData("GET", "Users?filter=userName sw \"a\"", null, 400, "invalidFilter")]
    [InlineData("GET", "Users?filter=shoeSize eq \"9\"", null, 400, "invalidFilter")]
    [InlineData("GET", "Users?filter=active eq true", null, 400, "invalidFilter")]
    [InlineData("GET", "Users?filter=userName eq \"a\" or userName eq \"b\"", null, 400, "invalidFilter")]
    [InlineData("GET", "Users?filter=userName eq \"a", null, 400, "invalidFilter")]
    [InlineData("GET", "Groups?filter=userName eq \"a\"", null, 400, "invalidFilter")]
    [InlineData("GET", "Users?startIndex=x", null, 400, "invalidSyntax")]
    [InlineData("GET", "Users/nobody", null, 404, null)]
    [InlineData("POST", "Users", "{}", 400, "invalidValue")]
    [InlineData("POST", "Users", """{"userName":"ann"}""", 400, "invalidValue")]
    [InlineData("POST", "Users", """{"userName":7}""", 400, "invalidValue")]
    [InlineData("POST", "Users", "[", 400, "invalidSyntax")]
    [InlineData("POST", "Users", "[]", 400, "invalidSyntax")]
    [InlineData("POST", "Users", "", 400, "invalidSyntax")]
    [InlineData("POST", "Users", """{"userName":"a@example.test","userName":"b@example.test"}""", 400, "invalidSyntax")]
    [InlineData("PUT", "Users/{id}", """{"userName":"new@example.test"}""", 400, "mutability")]
    [InlineData("PATCH", "Users/{id}", "{}", 400, "invalidSyntax")]
    [InlineData("PATCH", "Users/{id}", """{"Operations":[{"op":"move","path":"active","value":true}]}""", 400, "invalidSyntax")]
    [InlineData("PATCH", "Users/{id}", """{"Operations":[{"op":"replace","path":"active"}]}""", 400, "invalidValue")]
    [InlineData("PATCH", "Users/{id}", """{"Operations":[{"op":"replace","path":"active","value":"perhaps"}]}""", 400, "invalidValue")]
    [InlineData("PATCH", "Users/{id}", """{"Operations":[{"op":"replace","path":"emails[","value":"x"}]}""", 400, "invalidPath")]
    [InlineData("PATCH", "Users/{id}", """{"Operations":[{"op":"replace","path":"shoeSize","value":9}]}""", 400, "invalidPath")]
    [InlineData("PATCH", "Users/{id}", """{"Operations":[{"op":"replace","value":{"active":true,"shoeSize":9}}]}""", 400, "invalidPath")]
    [InlineData("PATCH", "Users/{id}", """{"Operations":[{"op":"replace","path":"urn:example:2.0:User:badge","value":"9"}]}""", 400, "invalidPath")]
    [InlineData("PATCH", "Users/{id}", """{"Operations":[{"op":"replace","path":"active.now","value":true}]}""", 400, "invalidPath")]
    [InlineData("PATCH", "Users/{id}", """{"Operations":[{"op":"replace","path":"active[type eq \"x\"]","value":false}]}""", 400, "invalidPath")]
    [InlineData("PATCH", "Users/{id}", """{"Operations":[{"op":"remove"}]}""", 400, "noTarget")]
    [InlineData("PATCH", "Users/{id}", """{"Operations":[{"op":"remove","path":"userName"}]}""", 400, "mutability")]
    [InlineData("PATCH", "Users/{id}", """{"Operations":[{"op":"replace","path":"userName","value":"new@example.test"}]}""", 400, "mutability")]
    [InlineData("PATCH", "Groups/{group}", """{"Operations":[{"op":"add","path":"members","value":[{"value":"nobody"}]}]}""", 400, "invalidValue")]
    [InlineData("PATCH", "Groups/{group}", """{"Operations":[{"op":"add","path":"members","value":[{"value":"00000000-0000-0000-0000-000000000000"}]}]}""", 400,
        "invalidValue")]
    [InlineData("PATCH", "Groups/{group}", """{"Operations":[{"op":"add","path":"displayName","value":"a/b"}]}""", 400, "invalidValue")]
    [InlineData("PATCH", "Groups/{group}", """{"Operations":[{"op":"replace","path":"active","value":false}]}""", 400, "invalidPath")]
    [InlineData("PATCH", "Groups/{group}", """{"Operations":[{"op":"remove","path":"members[display eq \"ann\"]"}]}""", 400, "invalidPath")]
    [InlineData("PATCH", "Groups/{group}", """{"Operations":[{"op":"remove","path":"displayName"}]}""", 400, "invalidValue")]
    [InlineData("GET", "Schemas/unknown", null, 404, null)]
    [InlineData("GET", "Me", null, 404, null)]
    public async Task What_cannot_be_done_is_an_error_of_the_protocol(string method, string address, string? body, int status, string? scimType)
    {
        var group = await SendAsync("POST", "Groups", $$"""{"displayName":"{{RegistryApp.NewName("Group")}}"}""", HttpStatusCode.Created);

        var error = await SendAsync(method, address.Replace("{id}", await PersonAsync(), StringComparison.Ordinal)
            .Replace("{group}", Id(group), StringComparison.Ordinal), body, (HttpStatusCode)status);

        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:Error", Assert.Single(error.GetProperty("schemas").EnumerateArray()).GetString());
        Assert.Equal(status.ToString(CultureInfo.InvariantCulture), error.GetProperty("status").GetString());
        Assert.NotEmpty(error.GetProperty("detail").GetString()!);
        Assert.Equal(scimType, error.TryGetProperty("scimType", out var type) ? type.GetString() : null);
    }

    [Fact]
    public async Task The_last_admin_is_not_disabled()
    {
        await using var own = new RegistryApp(); // with no other admin
        await own.InitializeAsync();
        var admin = await own.PersonAsync("admin", Roles.Admin);
        using var directory = own.ClientWith(await own.TokenAsync(admin, [Scopes.Provision]));

        using var answer = await directory.SendAsync(Request("DELETE", $"Users/{admin.UserId}", null));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("last admin", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directorys_token_opens_nothing_else_and_only_an_admin_makes_one()
    {
        foreach (var address in new[] { "api/v1/models", "api/v1/users", "api/v1/teams", "api/v1/tokens", "api/v1/audit" })
        {
            using var answer = await _directory.GetAsync(address);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        await Refused.ByAsync("scope_alone", () => app.TokenAsync(_admin, [Scopes.Provision, Scopes.Read]));
        var scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        await Refused.ByAsync("role_missing", () => app.TokenAsync(scientist, [Scopes.Provision]));
        using var other = app.ClientWith(await app.TokenAsync(_admin, [.. Scopes.All]));
        using var refused = await other.GetAsync("scim/v2/Users");
        Assert.Equal((HttpStatusCode.Forbidden, "application/scim+json"), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Service_accounts_are_no_people_of_a_directory()
    {
        var bot = (await app.Get<People>().CreateAsync(new NewUser(Address(), Responsible: _admin.Name), _admin, default)).User;

        await SendAsync("DELETE", $"Users/{bot.Id}", null, HttpStatusCode.NotFound);
        Assert.Equal(0, (await FindAsync("Users", $"userName eq \"{bot.Email}\"")).GetProperty("totalResults").GetInt32());
    }

    [Theory]
    [InlineData("ServiceProviderConfig")]
    [InlineData("ResourceTypes")]
    [InlineData("ResourceTypes/User")]
    [InlineData("Schemas")]
    [InlineData("Schemas/urn:ietf:params:scim:schemas:core:2.0:Group")]
    public async Task It_describes_itself_without_nulls(string address) =>
        Assert.DoesNotContain("null", (await OkAsync("GET", address)).GetRawText(), StringComparison.Ordinal);

    private static string Address() => $"{RegistryApp.NewName("someone")}@example.test";

    private static string Patch(params string[] operations) =>
        $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{string.Join(',', operations)}}]}""";

    private static string Id(JsonElement resource) => resource.GetProperty("id").GetString()!;

    private static HttpRequestMessage Request(string method, string address, string? body) => new(new HttpMethod(method), $"scim/v2/{address}")
    {
        Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/scim+json"),
    };

    private static async Task<IEnumerable<HttpStatusCode>> StatusesAsync(params HttpClient[] clients)
    {
        List<HttpStatusCode> statuses = [];
        foreach (var client in clients)
        {
            using var answer = await client.GetAsync("api/v1/models");
            statuses.Add(answer.StatusCode);
        }

        return statuses;
    }

    private async Task<string> PersonAsync() => Id(await SendAsync("POST", "Users", $$"""{"userName":"{{Address()}}"}""", HttpStatusCode.Created));

    private async Task<List<string>> MembersAsync(string group) =>
        [.. (await OkAsync("GET", $"Groups/{group}")).GetProperty("members").EnumerateArray().Select(member => member.GetProperty("value").GetString()!)];

    private Task PatchGroupAsync(string group, params string[] operations) =>
        SendAsync("PATCH", $"Groups/{group}", Patch(operations), HttpStatusCode.NoContent);

    private Task<JsonElement> FindAsync(string kind, string filter) => OkAsync("GET", $"{kind}?filter={Uri.EscapeDataString(filter)}");

    private Task<JsonElement> OkAsync(string method, string address, string? body = null) => SendAsync(method, address, body, HttpStatusCode.OK);

    private async Task<JsonElement> SendAsync(string method, string address, string? body, HttpStatusCode expected)
    {
        using var answer = await _directory.SendAsync(Request(method, address, body));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{method} {address}: {answer.StatusCode} {text}");
        if (text.Length == 0)
        {
            return default;
        }

        Assert.Equal("application/scim+json", answer.Content.Headers.ContentType?.MediaType);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}
