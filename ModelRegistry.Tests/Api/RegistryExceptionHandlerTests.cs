using System.Text;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

[Collection(RegistryAppCollection.Name)]
public sealed class RegistryExceptionHandlerTests(RegistryApp app)
{
    [Fact]
    public async Task A_bug_is_answered_with_a_trace_id_and_nothing_of_the_inside()
    {
        var (handled, response, text) = await HandleAsync("/api/v1/models", new InvalidOperationException("Data Source=/secret/registry.db"));

        Assert.True(handled);
        Assert.Equal(500, response.StatusCode);
        Assert.Contains("\"code\":\"internal_error\"", text, StringComparison.Ordinal);
        Assert.Contains("\"traceId\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RefusalKind.Malformed, 400)]
    [InlineData(RefusalKind.NotAuthenticated, 401)]
    [InlineData(RefusalKind.Forbidden, 403)]
    [InlineData(RefusalKind.NotFound, 404)]
    [InlineData(RefusalKind.Conflict, 409)]
    [InlineData(RefusalKind.TooLarge, 413)]
    [InlineData(RefusalKind.Invalid, 422)]
    [InlineData(RefusalKind.TooMany, 429)]
    [InlineData(RefusalKind.Unavailable, 503)]
    public async Task A_refusal_has_the_status_of_its_kind(RefusalKind kind, int status)
    {
        var (_, response, text) = await HandleAsync("/api/v1/models", new RegistryException(kind, "some_code", "A sentence.", "some.field")
        {
            Details = new Dictionary<string, object?> { ["present"] = 3 },
        });

        Assert.Equal(status, response.StatusCode);
        Assert.Contains("\"detail\":\"A sentence.\",\"code\":\"some_code\",\"field\":\"some.field\",\"present\":3", text, StringComparison.Ordinal);
        Assert.Equal(status is 429 or 503 ? "5" : "", response.Headers.RetryAfter.ToString());
    }

    [Fact]
    public async Task Pages_have_their_own_way_to_say_it()
    {
        var (handled, _, text) = await HandleAsync("/models", new InvalidOperationException());

        Assert.False(handled);
        Assert.Empty(text);
    }

    private async Task<(bool Handled, HttpResponse Response, string Text)> HandleAsync(string path, Exception exception)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = app.Services, Request = { Path = path }, Response = { Body = body } };
        var handled = await app.Services.GetServices<IExceptionHandler>().Single().TryHandleAsync(context, exception, default);
        return (handled, context.Response, Encoding.UTF8.GetString(body.ToArray()));
    }
}
