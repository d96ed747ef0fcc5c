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
    public async Task A_file_that_is_too_large_is_not_read_and_that_is_said()
    {
        var (_, version) = await SealedWithAsync(("MLmodel", Declaring + new string('#', 6_000_000)));
        var (_, large) = await SealedWithAsync(("MLmodel", Declaring + new string('#', 2_000_000)));

        Assert.Equal((VersionStatus.Ready, false), (version.Status, version.Signature.HasValue));
        Assert.EndsWith("of more than 6000000 nothing is read.", version.SignatureNote, StringComparison.Ordinal);
        Assert.True(large.Signature.HasValue);
    }

    [Theory]
    [InlineData("MLmodel is not what MLflow writes: its YAML or the JSON in it cannot be read.", "MLmodel=signature: {inputs: '['")]
    [InlineData("model/MLmodel declares no inputs, outputs or params.", "model/MLmodel=flavors: {}")]
    [InlineData("There are 2 files called MLmodel, a/MLmodel and b/MLmodel among them, and none at the root or in the folder model: nobody knows which one "
        + "counts, so none was read.", "b/MLmodel=flavors: {}", "a/MLmodel=flavors: {}")]
    [InlineData(null, "model.pkl=x")]
    public async Task Why_there_is_none_is_said(string? note, params string[] files)
    {
        var (model, version) = await SealedWithAsync([.. files.Select(file => file.Split('=', 2)).Select(parts => (parts[0], parts[1]))]);

        Assert.Equal(note, version.SignatureNote);
        Assert.Equal(note, (await staff.Get<VersionQueries>().GetAsync(model, "1", staff.Viewer, default)).SignatureNote);
    }

    [Fact]
    public async Task Eighteen_hundred_columns_are_kept()
    {
        var columns = string.Join(", ", Enumerable.Range(0, 1_800).Select(column =>
            $"{{\"type\": \"double\", \"name\": \"a_rather_long_name_of_column_{column}\"}}"));
        var (_, version) = await SealedWithAsync(("MLmodel", $"signature:\n  inputs: '[{columns}]'\n"));

        Assert.Equal(1_800, version.Signature!.Value.GetProperty("inputs").GetArrayLength());
    }

    [Fact]
    public async Task Five_megabytes_are_kept_apart_from_the_version_and_more_is_said()
    {
        var (model, most) = await SealedWithAsync(("MLmodel", $"signature:\n  inputs: '{Columns(ModelVersion.SignatureMaxLength - 40)}'\n"));
        var (_, beyond) = await SealedWithAsync(("MLmodel", $"signature:\n  inputs: '{Columns(ModelVersion.SignatureMaxLength)}'\n"));

        var read = (await staff.Get<VersionQueries>().GetAsync(model, "1", staff.Viewer, default)).Signature!.Value;
        Assert.InRange(read.GetRawText().Length, ModelVersion.SignatureMaxLength - 100, ModelVersion.SignatureMaxLength);
        Assert.Equal(most.Signature!.Value.GetRawText().Length, read.GetRawText().Length);
        Assert.False(beyond.Signature.HasValue);
        Assert.EndsWith("at most 5000000 are kept.", beyond.SignatureNote, StringComparison.Ordinal);
        await using var db = staff.Registry.OpenDatabase();
        Assert.DoesNotContain(db.Model.FindEntityType(typeof(ModelVersion))!.GetProperties(), property => property.GetMaxLength() > 20_000);

        static string Columns(int length)
        {
            const string name = "{\"type\":\"double\",\"name\":\"";
            return $"[{name}{new string('x', length - name.Length - 4)}\"}}]";
        }
    }

    [Fact]
    public async Task A_file_that_was_damaged_on_disk_declares_nothing()
    {
        var artifacts = staff.Get<ArtifactStore>();
        var blob = await artifacts.PutAsync(new MemoryStream("signature: {inputs: '[1]'} # a"u8.ToArray()), null, null, default);
        var stored = Path.Combine(staff.Registry.Settings.ArtifactDirectory, "sha256", blob.Sha256[..2], blob.Sha256[2..4], blob.Sha256);
        File.SetAttributes(stored, FileAttributes.Normal);
        await File.WriteAllTextAsync(stored, "signature: {inputs: '[2]'} # b");

        Assert.Equal(new DeclaredSignature(null, "MLmodel could not be read from the store."),
            await MlmodelFile.ReadAsync([new ManifestEntry("MLmodel", blob.Sha256, blob.Size)], artifacts, default));
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
