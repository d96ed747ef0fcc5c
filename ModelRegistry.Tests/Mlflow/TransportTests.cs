using System.Net.Http.Headers;
using System.Text;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Mlflow;

/// <summary>What all of MLflow's calls have in common, by the cases that users of such servers reported.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class TransportTests(RegistryApp app)
{
    private const string Create = Calls.Root + "registered-models/create";
    private const string Get = Calls.Root + "registered-models/get";

    public static TheoryData<string> Addresses =>
    [
        Get + "?name=x", "/ajax-api/2.0/mlflow/registered-models/get?name=x", "/api/2.0/mlflow/nothing", "/api/3.0/mlflow/server-info",
        "/get-artifact?path=x", "/v1/traces", "/api/2.0/mlflow-artifacts/artifacts/x",
    ];

    [Theory] // C04
    [MemberData(nameof(Addresses))]
    public async Task Whoever_sends_no_credentials_is_told_so_and_never_sent_to_a_page(string address)
    {
        using var stranger = app.Client();
        foreach (var accept in new[] { "*/*", "text/html" })
        {
            using var call = new HttpRequestMessage(HttpMethod.Get, address);
            call.Headers.TryAddWithoutValidation("Accept", accept);
            using var answer = await stranger.SendAsync(call);

            await answer.FaultAsync(401, "UNAUTHENTICATED");
            Assert.Contains("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
            Assert.Contains("charset=\"UTF-8\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }

        using var posted = await stranger.PostAsync(address, Calls.Content(new string('x', 100_000), "application/x-protobuf"));
        await posted.FaultAsync(401, "UNAUTHENTICATED");
    }

    [Fact] // C04, C11
    public async Task A_refusal_says_what_arrived()
    {
        var person = await app.PersonAsync("ann", Roles.DataScientist);
        var end = app.Get<TimeProvider>().GetUtcNow().AddMilliseconds(300);
        var expired = (await app.Get<AccessTokens>().CreateAsync(new NewToken("test", [Scopes.Read], ExpiresAt: end), person, default)).Token;
        await Until.HoldsAsync(() => app.Get<TimeProvider>().GetUtcNow() > end, "the token has expired");

        Assert.Contains("Sign in", await SayAsync(null), StringComparison.Ordinal);
        Assert.Contains("not known or was revoked", await SayAsync(new("Bearer", "mr_nothing")), StringComparison.Ordinal);
        Assert.Contains("expired", await SayAsync(new("Bearer", expired)), StringComparison.Ordinal);
        Assert.Contains("expired", await SayAsync(Basic(Encoding.UTF8, $"token:{expired}")), StringComparison.Ordinal);
        Assert.Contains("Basic", await SayAsync(Basic(Encoding.UTF8, "nobody:wrong")), StringComparison.Ordinal);
        Assert.Contains("cannot be read", await SayAsync(new("Basic", "%%%")), StringComparison.Ordinal);
        Assert.Contains("cannot be read", await SayAsync(Basic(Encoding.UTF8, "no colon")), StringComparison.Ordinal);
    }

    [Fact] // C10
    public async Task Passwords_with_other_letters_come_in_either_encoding()
    {
        const string password = "p:/@#%+ \"é long enough";
        var email = $"{RegistryApp.NewName("ann")}@example.test";
        await app.Get<People>().CreateAsync(new NewUser(email, "Ann", [Roles.Viewer], password), Actor.System, default);

        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Latin1 })
        {
            using var client = app.Client(Basic(encoding, $"{email}:{password}"));
            await client.RpcOkAsync("GET", "registered-models/search", "max_results=1");
        }

        using var wrong = app.Client(Basic(Encoding.Latin1, $"{email}:é"));
        await wrong.RpcFaultAsync(401, "UNAUTHENTICATED", "GET", "registered-models/search");
    }

    [Theory] // C14
    [InlineData("POST", "/v1/traces")]
    [InlineData("POST", "/api/3.0/mlflow/traces")]
    [InlineData("POST", "/api/2.0/mlflow/traces")]
    [InlineData("GET", "/api/3.0/mlflow/server-info")]
    [InlineData("GET", "/api/2.0/preview/mlflow/experiments/list")]
    [InlineData("GET", "/api/2.0/mlflow/experiments/list")]
    public async Task What_is_not_here_is_answered_in_words_that_clients_understand(string method, string address)
    {
        using var client = await app.ClientAs(Roles.DataScientist);
        using var call = new HttpRequestMessage(new HttpMethod(method), address);
        if (method == "POST")
        {
            call.Content = new ByteArrayContent(new byte[1_000_000]);
            call.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        }

        using var answer = await client.SendAsync(call);

        Assert.Contains(address, await answer.FaultAsync(404, "ENDPOINT_NOT_FOUND"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_method_is_refused_as_JSON()
    {
        using var client = await app.ClientAs(Roles.DataScientist);

        using var answer = await client.SendAsync("POST", Calls.Root + "registered-models/update", "{}");

        await answer.FaultAsync(405, "BAD_REQUEST");
    }

    [Theory] // C16
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    public async Task A_body_is_read_with_a_BOM_in_chunks_and_as_text_that_holds_JSON(string type)
    {
        using var client = await app.ClientAs(Roles.DataScientist);
        var (first, second) = (RegistryApp.NewName("bom"), RegistryApp.NewName("chunks"));

        using var bom = await client.PostAsync(Create, Calls.Content($$"""{{'\uFEFF'}}{"name":"{{first}}","experimentId":0,"nothing":null}""", type));
        using var chunks = new HttpRequestMessage(HttpMethod.Post, Create) { Content = Calls.Content($"\"{{\\\"name\\\":\\\"{second}\\\"}}\"", type) };
        chunks.Headers.TransferEncodingChunked = true;
        chunks.Headers.ExpectContinue = true;
        using var chunked = await client.SendAsync(chunks);

        Assert.Equal(200, (int)bom.StatusCode);
        Assert.Equal(200, (int)chunked.StatusCode);
        Assert.Equal(first, (await client.RpcOkAsync("GET", "registered-models/get", $"name={first}"))["registered_model"]!.Text("name"));
    }

    [Fact] // C16
    public async Task A_GET_without_a_query_has_its_body_read()
    {
        using var client = await app.ClientAs(Roles.DataScientist);
        var name = RegistryApp.NewName("by-body");
        await client.RpcOkAsync("POST", "registered-models/create", $$"""{"name":"{{name}}"}""");

        var found = await client.OkAsync("GET", Get, $$"""{"name":"{{name}}"}""");

        Assert.Equal(name, found["registered_model"]!.Text("name"));
    }

    [Theory] // C16
    [InlineData("application/x-www-form-urlencoded", "Content-Type: application/json")]
    [InlineData("text/plain", "Content-Type: application/json")]
    [InlineData(null, "Content-Type: application/json")]
    public async Task A_body_of_another_type_is_refused_with_the_header_to_add(string? type, string sentence)
    {
        using var client = await app.ClientAs(Roles.DataScientist);

        using var answer = await client.PostAsync(Create, Calls.Content("""{"name":"x"}""", type));

        Assert.Contains(sentence, await answer.FaultAsync(400, "INVALID_PARAMETER_VALUE"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("\"x\"")]
    [InlineData("{\"name\":NaN}")]
    public async Task A_body_that_is_no_object_is_refused(string body)
    {
        using var client = await app.ClientAs(Roles.DataScientist);

        await client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "POST", "registered-models/create", body);
    }

    [Fact] // C05
    public async Task A_body_of_thirty_megabytes_is_read_and_a_larger_one_refused_at_once()
    {
        using var client = await app.ClientAs(Roles.DataScientist);
        var name = RegistryApp.NewName("large");

        await client.RpcOkAsync("POST", "registered-models/create", $$"""{"name":"{{name}}","unknown":"{{new string('x', 30 << 20)}}"}""");

        using var tooLarge = new HttpRequestMessage(HttpMethod.Post, Create) { Content = Json.Body($$"""{"unknown":"{{new string('x', 33 << 20)}}"}""") };
        tooLarge.Headers.ExpectContinue = true;
        using var refused = await client.SendAsync(tooLarge);
        await refused.FaultAsync(413, "INVALID_PARAMETER_VALUE");
    }

    [Fact] // C41
    public async Task A_query_is_read_up_to_64_kB_and_refused_as_JSON_beyond()
    {
        using var client = await app.ClientAs(Roles.DataScientist);

        var none = await client.RpcOkAsync("GET", "model-versions/search", $"filter={Runs(1_000)}");

        Assert.Empty(none.AsObject());
        Assert.Contains("65536", await client.RpcFaultAsync(414, "BAD_REQUEST", "GET", "model-versions/search", $"filter={Runs(5_000)}"),
            StringComparison.Ordinal);
    }

    [Theory] // C07
    [InlineData("a.b:5000", "AllowedHosts")]
    [InlineData("[2001:db8::1]:5000", "AllowedHosts")]
    [InlineData("127.0.0.1:5000", "Sign in")]
    [InlineData("localhost", "Sign in")]
    public async Task A_name_that_is_not_this_server_s_is_told_and_asks_for_no_port(string host, string sentence)
    {
        var person = await app.PersonAsync("ann", Roles.DataScientist);
        const string target = "/api/2.0/mlflow/registered-models/search";

        var stranger = await RawHttp.SendAsync(app, $"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        var known = await RawHttp.SendAsync(app,
            $"GET {target} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Basic {RawHttp.Credentials(person)}\r\nConnection: close\r\n\r\n");

        Assert.Contains(sentence, stranger.Text, StringComparison.Ordinal);
        Assert.Contains("\"error_code\":", stranger.Text, StringComparison.Ordinal);
        Assert.Equal(200, known.Status);
    }

    [Fact]
    public async Task An_address_that_ends_with_a_slash_is_the_same()
    {
        var person = await app.PersonAsync("ann", Roles.DataScientist);

        var answer = await RawHttp.SendAsync(app, person, "GET", "//api/2.0/mlflow/registered-models/search");

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task What_is_done_this_way_is_on_record_as_done_by_MLflow()
    {
        var person = await app.PersonAsync("ann", Roles.DataScientist);
        var name = RegistryApp.NewName("door");
        using var client = app.ClientAs(person);
        using var browser = app.ClientWithCookie(await app.SessionCookieAsync(person));
        await client.RpcOkAsync("POST", "registered-models/create", $$"""{"name":"{{name}}"}""");

        using var edited = await browser.SendAsync("PATCH", "/ajax-api/2.0/mlflow/registered-models/update", $$"""{"name":"{{name}}","description":"x"}""");

        Assert.Equal(200, (int)edited.StatusCode);
        var events = (await app.Get<AuditQueries>().ListAsync(new AuditSearch(Model: name), person, default)).Items;
        Assert.Equal(2, events.Count);
        Assert.All(events, happened => Assert.Equal("mlflow", happened.Door));
    }

    [Theory]
    [InlineData("/health", "OK")]
    [InlineData("/version", ".")]
    public async Task Probes_are_answered_without_an_account(string address, string text)
    {
        using var stranger = app.Client();

        Assert.Contains(text, await stranger.GetStringAsync(address), StringComparison.Ordinal);
    }

    private static string Runs(int count) =>
        Uri.EscapeDataString($"run_id IN ({string.Join(",", Enumerable.Range(0, count).Select(number => $"'{number:x32}'"))})");

    private static AuthenticationHeaderValue Basic(Encoding encoding, string credentials) =>
        new("Basic", Convert.ToBase64String(encoding.GetBytes(credentials)));

    private async Task<string> SayAsync(AuthenticationHeaderValue? authorization)
    {
        using var client = app.Client(authorization);
        using var answer = await client.GetAsync(Get + "?name=x");
        return await answer.FaultAsync(401, "UNAUTHENTICATED");
    }
}
