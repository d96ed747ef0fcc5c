using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

/// <summary>A byte changed on disk is found, and its file is never delivered as a complete success.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class DamagedFileTests(RegistryApp app)
{
    [Theory]
    [InlineData(1_000, 0)]
    [InlineData(1_000, 999)]
    [InlineData(3_000_000, 0)]
    [InlineData(3_000_000, 2_999_999)]
    public async Task A_changed_byte_is_found_by_verify_and_never_served_as_whole(int size, int at)
    {
        var (scientist, artifacts) = await SealedAsync(size);
        using var client = app.ClientAs(scientist);
        Change(await FileAsync(client, artifacts), at);

        var verified = await client.OkAsync("POST", artifacts.Replace("/artifacts", "/verify", StringComparison.Ordinal));
        var whole = await RawHttp.SendAsync(app, scientist, "GET", $"{artifacts}/model.bin");
        var asRange = await RawHttp.SendAsync(app, scientist, "GET", $"{artifacts}/model.bin", "Range: bytes=0-\r\n");

        Assert.False((bool)verified["ok"]!);
        Assert.Equal(("model.bin", "changed"), (verified["findings"]![0]!.Text("path"), verified["findings"]![0]!.Text("problem")));
        Assert.All([whole, asRange], answer => Assert.True(answer.Status is 409 || !answer.Complete, $"{answer.Status} with {answer.Body.Length} bytes"));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(3_000_000)]
    public async Task A_file_that_is_gone_or_cut_is_a_conflict(int size)
    {
        var (scientist, artifacts) = await SealedAsync(size);
        using var client = app.ClientAs(scientist);
        var file = await FileAsync(client, artifacts);

        await using (var cut = new FileStream(file, FileMode.Open, FileAccess.Write))
        {
            cut.SetLength(size - 1);
        }

        using var shorter = await client.GetAsync($"{artifacts}/model.bin");
        File.Delete(file);
        using var gone = await client.GetAsync($"{artifacts}/model.bin");

        await shorter.ProblemAsync(409, "artifact_damaged");
        await gone.ProblemAsync(409, "artifact_missing");
        Assert.False(gone.Headers.TryGetValues("ETag", out _));
    }

    [Fact]
    public async Task A_small_file_that_changed_is_not_served_in_parts_either()
    {
        var (scientist, artifacts) = await SealedAsync(1_000);
        using var client = app.ClientAs(scientist);
        Change(await FileAsync(client, artifacts), at: 0);
        client.DefaultRequestHeaders.Range = new(500, 600);

        using var answer = await client.GetAsync($"{artifacts}/model.bin");

        await answer.ProblemAsync(409, "artifact_damaged");
    }

    private async Task<(Actor Scientist, string Artifacts)> SealedAsync(int size)
    {
        var scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        var model = RegistryApp.NewName("damaged");
        using var client = app.ClientAs(scientist);
        await app.AModelAsync(scientist, model);
        await app.APendingVersionAsync(scientist, model);
        var content = new byte[size];
        new Random(size).NextBytes(content);
        // Bytes of its own: a file with the same bytes in another test must not be damaged with it.
        BitConverter.TryWriteBytes(content, scientist.UserId!.Value.GetHashCode());
        var artifacts = $"/api/v1/models/{model}/versions/1/artifacts";
        (await client.PutBytesAsync($"{artifacts}/model.bin", content)).EnsureSuccessStatusCode();
        await client.OkAsync("POST", $"/api/v1/models/{model}/versions/1/seal");
        return (scientist, artifacts);
    }

    private async Task<string> FileAsync(HttpClient client, string artifacts) =>
        app.StoredFile((await client.OkAsync("GET", artifacts))[0]!.Text("sha256")!);

    private static void Change(string file, int at)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = at;
        var old = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(old ^ 1));
    }
}
