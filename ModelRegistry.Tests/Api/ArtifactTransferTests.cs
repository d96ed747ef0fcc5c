using System.Net;
using System.Security.Cryptography;
using System.Text;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

[Collection(RegistryAppCollection.Name)]
public sealed partial class ArtifactTransferTests(RegistryApp app) : IAsyncLifetime
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes("0123456789");

    private readonly string _artifacts = $"/api/v1/models/{RegistryApp.NewName("transfer")}/versions/1/artifacts";
    private Actor _scientist = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        _client = app.ClientAs(_scientist);
        var model = _artifacts.Split('/')[4];
        await app.AModelAsync(_scientist, model);
        await app.APendingVersionAsync(_scientist, model);
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_new_file_is_created_and_a_second_upload_replaces_it()
    {
        using var first = await _client.PutBytesAsync($"{_artifacts}/model/weights.bin", Content);
        using var second = await _client.PutBytesAsync($"{_artifacts}/model/weights.bin", [1, 2, 3]);

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK], [first.StatusCode, second.StatusCode]);
        Assert.Equal($"{_artifacts}/model/weights.bin", first.Headers.Location?.OriginalString);
        Assert.Equal([1, 2, 3], await _client.GetByteArrayAsync($"{_artifacts}/model/weights.bin"));
    }

    [Fact]
    public async Task A_download_is_an_attachment_that_no_browser_runs()
    {
        await _client.PutBytesAsync($"{_artifacts}/page.html", "<script>alert(1)</script>"u8.ToArray());

        using var answer = await _client.GetAsync($"{_artifacts}/page.html?inline=1");

        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("attachment; filename=page.html; filename*=UTF-8''page.html", Header(answer, "Content-Disposition"));
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("sandbox; default-src 'none'", Header(answer, "Content-Security-Policy"));
        Assert.Equal("private, no-cache", answer.Headers.CacheControl?.ToString()?.Replace("no-cache, private", "private, no-cache", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a'b.txt", "a%27b.txt")]
    [InlineData("a;filename=b.exe", "a%3Bfilename%3Db.exe")]
    [InlineData("résumé.onnx", "r%C3%A9sum%C3%A9.onnx")]
    [InlineData("100%.bin", "100%25.bin")]
    public async Task A_file_name_cannot_escape_its_header(string name, string encoded)
    {
        var address = $"{_artifacts}/{Uri.EscapeDataString(name)}";
        await _client.PutBytesAsync(address, Content);

        using var answer = await _client.GetAsync(address);

        Assert.Equal($"attachment; filename*=UTF-8''{encoded}", Header(answer, "Content-Disposition"));
    }

    [Fact]
    public async Task A_download_carries_its_digest_and_head_says_the_same_without_the_file()
    {
        await _client.PutBytesAsync($"{_artifacts}/a", Content);
        var sha256 = SHA256.HashData(Content);

        using var get = await _client.GetAsync($"{_artifacts}/a");
        using var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"{_artifacts}/a"));

        Assert.Equal($"\"sha256:{Convert.ToHexStringLower(sha256)}\"", get.Headers.ETag?.Tag);
        Assert.Equal($"sha-256=:{Convert.ToBase64String(sha256)}:", Header(get, "Repr-Digest"));
        Assert.Equal(Header(get, "Repr-Digest"), Header(get, "Content-Digest"));
        Assert.Equal((get.Headers.ETag, Content.Length, 0),
            (head.Headers.ETag, head.Content.Headers.ContentLength, (await head.Content.ReadAsByteArrayAsync()).Length));
    }

    [Theory]
    [InlineData("bytes=0-0", 206, "0", "bytes 0-0/10")]
    [InlineData("bytes=2-4", 206, "234", "bytes 2-4/10")]
    [InlineData("bytes=9-9", 206, "9", "bytes 9-9/10")]
    [InlineData("bytes=9-", 206, "9", "bytes 9-9/10")]
    [InlineData("bytes=9-99", 206, "9", "bytes 9-9/10")]
    [InlineData("bytes=-1", 206, "9", "bytes 9-9/10")]
    [InlineData("bytes=5-", 206, "56789", "bytes 5-9/10")]
    [InlineData("bytes=-3", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=-99", 206, "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=8-99", 206, "89", "bytes 8-9/10")]
    [InlineData("bytes=0-", 206, "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=10-", 416, null, "bytes */10")]
    [InlineData("bytes=99-100", 416, null, "bytes */10")]
    [InlineData("bytes=-0", 416, null, "bytes */10")]
    [InlineData("bytes=4-2", 200, "0123456789", null)]
    [InlineData("bytes=0-0,-1", 200, "0123456789", null)]
    [InlineData("bytes=a-b", 200, "0123456789", null)]
    [InlineData("bytes=99999999999999999999-", 200, "0123456789", null)]
    [InlineData("lines=1-2", 200, "0123456789", null)]
    public async Task A_range_gives_exactly_that_part(string range, int status, string? part, string? contentRange)
    {
        await _client.PutBytesAsync($"{_artifacts}/a", Content);

        using var answer = await GetAsync("a", ("Range", range));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(contentRange, Header(answer, "Content-Range"));
        Assert.Equal(part ?? "range_unsatisfiable", part is null
            ? (await answer.ProblemAsync(416, "range_unsatisfiable")).Text("code")
            : await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_thousand_ranges_are_answered_with_the_whole()
    {
        await _client.PutBytesAsync($"{_artifacts}/a", Content);

        using var answer = await GetAsync("a", ("Range", $"bytes={string.Join(',', Enumerable.Repeat("0-9", 1_000))}"));

        Assert.Equal(Content, await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("{etag}", 206)]
    [InlineData("\"sha256:00\"", 200)]
    [InlineData("W/{etag}", 200)]
    [InlineData("Mon, 02 Mar 2026 09:00:00 GMT", 200)]
    public async Task A_range_of_another_file_is_answered_with_the_whole(string ifRange, int status)
    {
        await _client.PutBytesAsync($"{_artifacts}/a", Content);

        using var answer = await GetAsync("a", ("Range", "bytes=0-0"), ("If-Range", ifRange.Replace("{etag}", Etag(Content), StringComparison.Ordinal)));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("If-None-Match", "{etag}", 304)]
    [InlineData("If-None-Match", "W/{etag}", 304)]
    [InlineData("If-None-Match", "\"x\", {etag}", 304)]
    [InlineData("If-None-Match", "*", 304)]
    [InlineData("If-None-Match", "\"x\"", 200)]
    [InlineData("If-Match", "{etag}", 200)]
    [InlineData("If-Match", "W/{etag}", 412)]
    [InlineData("If-Match", "\"x\"", 412)]
    public async Task A_known_file_is_not_sent_again(string header, string value, int status)
    {
        await _client.PutBytesAsync($"{_artifacts}/a", Content);

        using var answer = await GetAsync("a", (header, value.Replace("{etag}", Etag(Content), StringComparison.Ordinal)));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{_artifacts}/{path}");
        Array.ForEach(headers, header => request.Headers.TryAddWithoutValidation(header.Name, header.Value));
        return await _client.SendAsync(request);
    }

    private static string Etag(byte[] content) => $"\"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}\"";

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    private sealed class UnsentContent : HttpContent
    {
        // Clients send less than 1 KB at once, whatever they expect.
        private static readonly byte[] Large = new byte[1 << 20];

        public bool Sent { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            Sent = true;
            return stream.WriteAsync(Large).AsTask();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = Large.Length;
            return true;
        }
    }
}
