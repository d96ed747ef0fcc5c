using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ModelRegistry.Web.Api;

/// <summary>
/// The OpenAPI document as text, made once: the routes do not change while the program runs, and making it takes as long as hundreds of reads.
/// </summary>
internal sealed class OpenApiText([FromKeyedServices(OpenApiDescription.DocumentName)] IOpenApiDocumentProvider provider)
{
    private readonly Lazy<Task<string>> _text = new(() => WriteAsync(provider));

    public static async Task<ContentHttpResult> Read(OpenApiText text) =>
        TypedResults.Text(await text.ReadAsync(), "application/json", Encoding.UTF8);

    public Task<string> ReadAsync() => _text.Value;

    private static async Task<string> WriteAsync(IOpenApiDocumentProvider provider)
    {
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
    }
}
