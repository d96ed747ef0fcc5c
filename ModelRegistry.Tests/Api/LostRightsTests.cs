using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Tests.Api;

/// <summary>
/// Every changing route, called by somebody who loses the right while the call is under way (rule 14): head and one byte, the loss, the rest. The rows
/// are those of <see cref="PermissionTable"/>, in which every route must stand.
/// </summary>
[Collection(RegistryAppCollection.Name)]
public sealed class LostRightsTests(RegistryApp app, LostRightsWorld world) : IClassFixture<LostRightsWorld>
{
    public static TheoryData<PermissionRow, Proof> Calls
    {
        get
        {
            var calls = new TheoryData<PermissionRow, Proof>();
            // Proving who acts counts in a session alone, and whose account is gone fails at it as with a wrong password.
            foreach (var row in PermissionTable.Rows.Where(row => !PermissionTable.OnlyReads(row) && row.Pattern != RecentProof.Address))
            {
                // Of MLflow's calls and a directory's those without a body cannot be held: nothing lies between their arrival and the change.
                foreach (var proof in Enum.GetValues<Proof>().Where(proof => (proof != Proof.Token || LostRightsWorld.IsOpenToTokens(row))
                    && (proof == Proof.Page || row.Body is not null || !(PermissionTable.IsMlflow(row) || PermissionTable.IsScim(row)))))
                {
                    calls.Add(row, proof);
                }
            }

            return calls;
        }
    }

    public static TheoryData<PermissionRow> CallsAboutTheModel => [.. PermissionTable.Rows.Where(row => !PermissionTable.OnlyReads(row)
        && row.Body is not null && row.Pattern.StartsWith("/api/v1/models/{name}", StringComparison.Ordinal) && LostRightsWorld.IsOpenToTokens(row))];

    [Theory]
    [MemberData(nameof(CallsAboutTheModel))]
    public async Task A_model_that_leaves_the_collection_of_a_token_in_the_middle_of_a_call_is_not_there_for_it(PermissionRow row)
    {
        var (person, collection) = (world.PersonFor(row), await world.CollectionAsync());
        var (address, body) = await world.CallAsync(row);
        await world.MoveAsync(collection);
        var headers = $"Authorization: Bearer {await world.TokenOfAsync(person, collection)}\r\n"
            + (row.Pattern.Contains("artifacts", StringComparison.Ordinal) ? "" : "Content-Type: application/json\r\n");
        using var call = await HeldCall.StartAsync(app, row.Method, address, headers, body!);

        await world.MoveAsync("/");
        var before = await world.HeadAsync();
        var (status, text) = await call.FinishAsync();

        Assert.True(status == 404, text);
        Assert.Empty(await world.EventsOfAsync(person, before));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Who_loses_the_right_in_the_middle_of_a_call_changes_nothing(PermissionRow row, Proof proof)
    {
        var person = world.PersonFor(row);
        var deviations = new List<string>();
        foreach (var loss in LostRightsWorld.LossesOf(proof).Append(Loss.None))
        {
            var (address, body) = await world.CallAsync(row);
            await using var means = await world.MeansAsync(row, person, proof);
            var status = proof == Proof.Page
                ? await FromPageAsync(row, address, body, means, loss)
                : await HeldAsync(row, address, body, means, loss);
            if (!IsExpected(loss, status.Status))
            {
                deviations.Add($"{loss}: {status.Status} {status.Text}");
            }

            if (loss != Loss.None && status.Events.Except(["access.refused"]).ToList() is { Count: > 0 } done)
            {
                deviations.Add($"{loss}: {string.Join(", ", done)} happened");
            }
        }

        Assert.Empty(deviations);
    }

    private static bool IsExpected(Loss loss, int status) => loss switch
    {
        Loss.None => status is >= 200 and < 300,
        Loss.Roles => status == 403,
        _ => status == 401,
    };

    private async Task<Outcome> HeldAsync(PermissionRow row, string address, string? body, Means means, Loss loss)
    {
        // What takes no body of its own reads it where it has a key.
        var headers = means.Header + (body is null ? $"Idempotency-Key: {RegistryApp.NewName("held")}\r\n" : "")
            + (row.Pattern.Contains("artifacts", StringComparison.Ordinal) ? "" : "Content-Type: application/json\r\n");
        using var call = await HeldCall.StartAsync(app, row.Method, address, headers, body ?? "{}");
        await means.LoseAsync(loss);
        var before = await world.HeadAsync();
        var (status, text) = await call.FinishAsync();
        return new Outcome(status, text, await world.EventsOfAsync(means.Person, before));
    }

    /// <summary>What a click does: the same service, called with who the open tab last knew to act in it.</summary>
    private async Task<Outcome> FromPageAsync(PermissionRow row, string address, string? body, Means means, Loss loss)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var actor = await scope.ServiceProvider.GetRequiredService<CircuitActor>().ReadAsync(SessionCookie.Principal(means.Person, means.Session));
        var call = Call(scope.ServiceProvider, row, address, body);
        call.SetActor(actor!);
        await means.LoseAsync(loss);
        var before = await world.HeadAsync();
        try
        {
            await call.GetEndpoint()!.RequestDelegate!(call);
            return new Outcome(call.Response.StatusCode, "", await world.EventsOfAsync(means.Person, before));
        }
        catch (RegistryException refusal)
        {
            var status = refusal.Kind switch { RefusalKind.Forbidden => 403, RefusalKind.NotAuthenticated => 401, _ => 409 };
            return new Outcome(status, refusal.Message, await world.EventsOfAsync(means.Person, before));
        }
    }

    private DefaultHttpContext Call(IServiceProvider services, PermissionRow row, string address, string? body)
    {
        var call = new DefaultHttpContext { RequestServices = services };
        call.Features.Set<IHttpRequestBodyDetectionFeature>(new HasBody());
        call.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = address;
        call.Request.Method = row.Method;
        call.Request.Path = address.Split('?')[0];
        call.Request.Scheme = "http";
        call.Request.Host = new HostString("127.0.0.1");
        call.Request.ContentType = "application/json";
        var bytes = Encoding.UTF8.GetBytes(body ?? "{}");
        (call.Request.Body, call.Request.ContentLength) = (new MemoryStream(bytes), bytes.Length);
        call.Response.Body = new MemoryStream();
        call.SetEndpoint(app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Single(found => "/" + found.RoutePattern.RawText?.Trim('/') == row.Pattern
                && found.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(row.Method) == true));
        Assert.True(new TemplateMatcher(TemplateParser.Parse(row.Pattern.TrimStart('/')), []).TryMatch(call.Request.Path, call.Request.RouteValues));
        return call;
    }

    private sealed record Outcome(int Status, string Text, IReadOnlyList<string> Events);

    private sealed class HasBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }
}
