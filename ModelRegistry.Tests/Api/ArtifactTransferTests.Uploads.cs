using System.Net;
using System.Security.Cryptography;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

/// <summary>What is taken for a file, and what is not.</summary>
public sealed partial class ArtifactTransferTests
{
    [Fact]
    public async Task A_part_of_a_file_is_not_taken_for_the_file()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{_artifacts}/a") { Content = new ByteArrayContent(Content) };
        request.Content.Headers.ContentRange = new(4, 4 + Content.Length - 1, 100);

        using var answer = await _client.SendAsync(request);

        Assert.Equal("Content-Range", (await answer.ProblemAsync(400, "partial_content")).Text("field"));
        Assert.Empty((await _client.OkAsync("GET", _artifacts)).AsArray());
    }

    [Fact]
    public async Task A_form_around_a_file_is_not_taken_for_the_file()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Content), "file", "model.bin" } };

        using var answer = await _client.PutAsync($"{_artifacts}/a", form);

        Assert.Equal("Content-Type", (await answer.ProblemAsync(400, "form_refused")).Text("field"));
        Assert.Empty((await _client.OkAsync("GET", _artifacts)).AsArray());
    }

    [Theory]
    [InlineData("sha-256=:{right}:", 201, null)]
    [InlineData("sha-512=:{right512}:", 201, null)]
    [InlineData("sha-512=:{right512}:, sha-256=:{right}:", 201, null)]
    [InlineData("sha-512=:{wrong512}:", 400, "digest_mismatch")]
    [InlineData("sha-512=:{wrong512}:, sha-256=:{right}:", 400, "digest_mismatch")]
    [InlineData("sha-512=:{right512}:, sha-256=:{wrong}:", 400, "digest_mismatch")]
    [InlineData("sha-512=:AAAA:, sha-256=:{right}:", 400, "digest_malformed")]
    [InlineData("md5=:1B2M2Y8AsgTpgAmY7PhCfg==:", 400, "digest_unsupported")]
    [InlineData("sha-256=:{right}:, crc32c=:AAAAAA==:", 400, "digest_unsupported")]
    [InlineData("sha-256=:{wrong}:", 400, "digest_mismatch")]
    [InlineData("sha-256={right}", 400, "digest_malformed")]
    [InlineData("SHA-256=:{right}:", 400, "digest_malformed")]
    [InlineData("sha-256=:AAAA:", 400, "digest_malformed")]
    [InlineData("sha-256=:{right}:, sha-256=:{right}:", 400, "digest_malformed")]
    [InlineData("sha-256=:{right}:,", 400, "digest_malformed")]
    [InlineData("sha256:00", 400, "digest_malformed")]
    public async Task A_declared_digest_is_checked(string header, int status, string? code)
    {
        var (right, wrong) = (Convert.ToBase64String(SHA256.HashData(Content)), Convert.ToBase64String(SHA256.HashData([1])));

        using var answer = await _client.PutBytesAsync($"{_artifacts}/a", Content,
            header.Replace("{right}", right, StringComparison.Ordinal).Replace("{wrong}", wrong, StringComparison.Ordinal)
                .Replace("{right512}", Convert.ToBase64String(SHA512.HashData(Content)), StringComparison.Ordinal)
                .Replace("{wrong512}", Convert.ToBase64String(SHA512.HashData([1])), StringComparison.Ordinal));

        Assert.Equal(status, (int)answer.StatusCode);
        if (code is not null)
        {
            Assert.Equal("Content-Digest", (await answer.ProblemAsync(400, code)).Text("field"));
            Assert.Empty((await _client.OkAsync("GET", _artifacts)).AsArray());
        }
    }

    [Theory]
    [InlineData("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==", 400)]
    [InlineData("Digest", "sha-256=x", 400)]
    [InlineData("Repr-Digest", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:", 400)]
    [InlineData("Content-Encoding", "gzip", 415)]
    [InlineData("Content-Encoding", "identity", 201)]
    public async Task What_an_upload_declares_is_checked_or_refused(string header, string value, int status)
    {
        var content = new ByteArrayContent(Content);
        content.Headers.TryAddWithoutValidation(header, value);

        using var answer = await _client.PutAsync($"{_artifacts}/a", content);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n", "half")]
    [InlineData("Transfer-Encoding: chunked\r\n", "4\r\nhalf\r\n")]
    public async Task A_cut_upload_leaves_nothing(string framing, string body)
    {
        var temporary = Path.Combine(app.Get<RegistrySettings>().ArtifactDirectory, "tmp");

        await RawHttp.SendAsync(app, $"PUT {_artifacts}/cut HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic "
            + $"{RawHttp.Credentials(_scientist)}\r\n{framing}\r\n{body}", cut: true);

        // The server learns of the cut when it reads on, and then clears up.
        await Until.HoldsAsync(() => Directory.GetFiles(temporary).Length == 0, "the temporary file is gone");
        Assert.Empty((await _client.OkAsync("GET", _artifacts)).AsArray());
        Assert.False(File.Exists(app.StoredFile(Convert.ToHexStringLower(SHA256.HashData("half"u8)))));
    }

    [Fact]
    public async Task An_empty_file_is_a_file()
    {
        await _client.PutBytesAsync($"{_artifacts}/empty", []);

        using var answer = await _client.GetAsync($"{_artifacts}/empty");
        using var range = await GetAsync("empty", ("Range", "bytes=0-0"));

        Assert.Equal((HttpStatusCode.OK, 0L), (answer.StatusCode, answer.Content.Headers.ContentLength));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, range.StatusCode);
    }

    [Fact]
    public async Task Who_may_not_upload_is_told_before_the_file_is_sent()
    {
        using var viewer = await app.ClientAs(Roles.Viewer);
        var unsent = new UnsentContent();

        using var answer = await viewer.SendAsync(
            new HttpRequestMessage(HttpMethod.Put, $"{_artifacts}/a") { Content = unsent, Headers = { ExpectContinue = true } });

        await answer.ProblemAsync(403, "role_missing");
        Assert.False(unsent.Sent);
    }
}
