using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Versions;

public sealed class SealedSignatureTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    private const string Declaring = "signature:\n  inputs: '[{\"type\": \"long\", \"name\": \"age\"}]'\n  outputs: '[{\"type\": \"double\"}]'\n";

    [Fact]
    public async Task The_seal_keeps_what_the_file_declares()
    {
        var (model, version) = await SealedWithAsync(("model/MLmodel", Declaring), ("model/model.pkl", "x"));

        Assert.Equal("""{"inputs":[{"type":"long","name":"age"}],"outputs":[{"type":"double"}]}""", version.Signature?.GetRawText());
        Assert.Equal(version.Signature?.GetRawText(), (await staff.Get<VersionQueries>().GetAsync(model, "1", staff.Viewer, default)).Signature?.GetRawText());
    }

    [Fact]
    public async Task Lists_leave_it_out()
    {
        var (model, _) = await SealedWithAsync(("MLmodel", Declaring));

        Assert.Null((await staff.Get<VersionQueries>().ListAsync(model, null, null, staff.Viewer, default)).Items.Single().Signature);
    }

    [Theory]
    [InlineData("signature: {inputs: '[")]
    [InlineData("flavors: {}")]
    [InlineData("")]
    public async Task A_file_that_declares_nothing_never_fails_the_seal(string content)
    {
        var (_, version) = await SealedWithAsync(("MLmodel", content), ("model.pkl", "x"));

        Assert.Equal((VersionStatus.Ready, false), (version.Status, version.Signature.HasValue));
    }

    [Fact]
    public async Task A_file_of_more_than_a_megabyte_is_not_read()
    {
        var (_, version) = await SealedWithAsync(("MLmodel", Declaring + new string('#', 1_000_000)));

        Assert.Equal((VersionStatus.Ready, false), (version.Status, version.Signature.HasValue));
    }

    [Fact]
    public async Task A_file_that_was_damaged_on_disk_declares_nothing()
    {
        var artifacts = staff.Get<ArtifactStore>();
        var blob = await artifacts.PutAsync(new MemoryStream("signature: {inputs: '[1]'} # a"u8.ToArray()), null, null, default);
        var stored = Path.Combine(staff.Registry.Settings.ArtifactDirectory, "sha256", blob.Sha256[..2], blob.Sha256[2..4], blob.Sha256);
        File.SetAttributes(stored, FileAttributes.Normal);
        await File.WriteAllTextAsync(stored, "signature: {inputs: '[2]'} # b");

        Assert.Null(await MlmodelFile.SignatureAsync(new ManifestEntry("MLmodel", blob.Sha256, blob.Size), artifacts, default));
    }

    private async Task<(string Model, VersionView Version)> SealedWithAsync(params (string Path, string Content)[] files)
    {
        var model = await staff.AModelAsync();
        await staff.Registry.APendingVersionAsync(staff.Scientist, model);
        foreach (var (path, content) in files)
        {
            await staff.Registry.AFileAsync(staff.Scientist, model, "1", path, content);
        }

        return (model, await staff.Get<VersionWorkflow>().SealAsync(model, "1", null, staff.Scientist, default));
    }
}
