using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Versions;

public sealed class SealTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    [Fact]
    public async Task An_empty_digest_is_no_digest_and_never_the_one_of_the_files()
    {
        var model = await staff.AModelAsync();
        await staff.Registry.APendingVersionAsync(staff.Scientist, model);
        await staff.Registry.AFileAsync(staff.Scientist, model, "1", "a", "1");

        var refusal = await Refused.ByAsync("digest_differs", () =>
            staff.Get<VersionWorkflow>().SealAsync(model, "1", new SealExpectation(""), staff.Scientist, default));

        Assert.Equal((RefusalKind.Invalid, "digest"), (refusal.Kind, refusal.Field));
        Assert.Equal(VersionStatus.Pending, (await staff.Get<VersionQueries>().GetAsync(model, "1", staff.Viewer, default)).Status);
    }

    [Fact]
    public async Task A_sealed_version_names_its_files_by_the_digest_of_their_manifest()
    {
        var model = await PendingAsync(("b.txt", "two"), ("a.txt", "one"));

        var version = await SealAsync(model);

        var files = await staff.Get<VersionArtifacts>().ListAsync(model, "1", staff.Viewer, default);
        Assert.Equal(["a.txt", "b.txt"], files.Select(file => file.Path));
        Assert.Equal((VersionStatus.Ready, Manifest.DigestOf(files), 2, 6L), (version.Status, version.Digest, version.FileCount, version.TotalSize));
    }

    [Fact]
    public async Task A_version_without_files_is_not_sealed()
    {
        var model = await PendingAsync();

        await Refused.ByAsync("version_without_files", () => SealAsync(model));
        Assert.Equal(VersionStatus.Pending, (await staff.Get<VersionQueries>().GetAsync(model, "1", staff.Viewer, default)).Status);
    }

    [Fact]
    public async Task An_expected_digest_that_differs_refuses_the_seal_and_says_what_is_there()
    {
        var model = await PendingAsync(("a.txt", "one"));

        var refusal = await Refused.ByAsync("digest_differs", () => SealAsync(model, new SealExpectation(Digest: "sha256:" + new string('0', 64))));

        Assert.Equal((RefusalKind.Invalid, "digest"), (refusal.Kind, refusal.Field));
        var found = (string)refusal.Details!["digest"]!;
        Assert.Equal(found, (await SealAsync(model, new SealExpectation(Digest: found))).Digest);
    }

    [Fact]
    public async Task An_expected_list_that_differs_refuses_the_seal_and_names_each_file()
    {
        var model = await PendingAsync(("same", "1"), ("changed", "2"), ("more", "3"));
        var listed = (await staff.Get<VersionArtifacts>().ListAsync(model, "1", staff.Viewer, default)).ToDictionary(file => file.Path);

        var refusal = await Refused.ByAsync("files_differ", () => SealAsync(model, new SealExpectation(Files:
            [listed["same"], listed["changed"] with { Size = 99 }, new ManifestEntry("missing", new string('a', 64), 1)])));

        Assert.Equal(["changed", "missing", "more"], (IEnumerable<string>)refusal.Details!["files"]!);
        Assert.Equal(VersionStatus.Ready, (await SealAsync(model, new SealExpectation(Files: [.. listed.Values]))).Status);
    }

    [Fact]
    public async Task An_expected_list_with_holes_is_refused()
    {
        var model = await PendingAsync(("a", "1"));

        await Refused.ByAsync("files_malformed", () => SealAsync(model, new SealExpectation(Files: [null!])));
        await Refused.ByAsync("files_malformed", () => SealAsync(model, new SealExpectation(Files: [new ManifestEntry(null!, null!, 0)])));
    }

    [Fact]
    public async Task A_sealed_version_takes_no_second_seal_and_no_more_files()
    {
        var model = await PendingAsync(("a", "1"));
        var digest = (await SealAsync(model)).Digest;

        Assert.Equal(RefusalKind.Conflict, (await Refused.ByAsync("version_not_pending", () => SealAsync(model))).Kind);
        await Refused.ByAsync("version_not_pending", () => staff.Registry.AFileAsync(staff.Scientist, model, "1", "b", "2"));
        await Refused.ByAsync("version_not_pending", () => staff.Registry.AFileAsync(staff.Scientist, model, "1", "a", "other"));
        Assert.Equal(digest, (await staff.Get<VersionQueries>().GetAsync(model, "1", staff.Viewer, default)).Digest);
        Assert.Single(await staff.Get<VersionArtifacts>().ListAsync(model, "1", staff.Viewer, default));
    }

    [Theory]
    [InlineData("a", "a/b")]
    [InlineData("x/y/z", "x/y")]
    [InlineData("A", "a/b/c")]
    [InlineData("é", "e\u0301/b")]
    public async Task A_file_that_is_also_a_folder_is_not_sealed(string one, string other)
    {
        var model = await PendingAsync((one, "1"), (other, "2"), ("elsewhere/ok", "3"));

        var refusal = await Refused.ByAsync("file_is_folder", () => SealAsync(model));

        Assert.Equal([one, other], ((IEnumerable<string>)refusal.Details!["files"]!).Order(StringComparer.Ordinal).OrderBy(path => path != one));
    }

    [Fact]
    public async Task Names_that_only_begin_alike_are_no_folders() =>
        Assert.Equal(VersionStatus.Ready,
            (await SealAsync(await PendingAsync(("a", "1"), ("ab", "2"), ("a.b/c", "3"), ("a.b/c.d", "4"), ("a.b/e/f", "5")))).Status);

    [Fact]
    public async Task Only_the_registrant_and_the_owner_of_the_model_seal_and_add_files()
    {
        var model = await PendingAsync(("a", "1"));
        await staff.Registry.APendingVersionAsync(staff.OtherScientist, model);

        var refusal = await Refused.ByAsync("not_your_version", () => staff.Get<VersionWorkflow>().SealAsync(model, "1", null, staff.OtherScientist, default));
        await Refused.ByAsync("not_your_version", () => staff.Registry.AFileAsync(staff.OtherScientist, model, "1", "b", "2"));
        await Refused.ByAsync("role_missing", () => staff.Get<VersionWorkflow>().SealAsync(model, "1", null, staff.Admin, default));
        await staff.Registry.AFileAsync(staff.OtherScientist, model, "2", "b", "2");
        await staff.Registry.AFileAsync(staff.Scientist, model, "2", "c", "3");

        Assert.Equal(RefusalKind.Forbidden, refusal.Kind);
        Assert.Equal(VersionStatus.Ready, (await staff.Get<VersionWorkflow>().SealAsync(model, "2", null, staff.OtherScientist, default)).Status);
    }

    [Fact]
    public async Task A_version_is_sealed_exactly_once_when_two_try()
    {
        var model = await PendingAsync(("a", "1"));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Record.ExceptionAsync(() => SealAsync(model)))));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<RegistryException>(), refusal => Assert.Equal("version_not_pending", refusal.Code));
    }

    [Fact]
    public async Task Tags_description_and_metrics_can_still_change_after_the_seal()
    {
        var model = await PendingAsync(("a", "1"));
        var digest = (await SealAsync(model)).Digest;

        await staff.Get<VersionEvidence>().LogMetricsAsync(model, "1", [new("accuracy", 0.9)], staff.Scientist, default);
        var edited = await staff.Get<VersionWorkflow>()
            .EditAsync(model, "1", new VersionEdit(Description: "later", Tags: new Dictionary<string, string?> { ["a"] = "b" }), staff.Scientist, default);

        Assert.Equal(("later", "b", 0.9, digest), (edited.Description, edited.Tags["a"], edited.Metrics[0].Value, edited.Digest));
    }

    private Task<VersionView> SealAsync(string model, SealExpectation? expected = null) =>
        staff.Get<VersionWorkflow>().SealAsync(model, "1", expected, staff.Scientist, default);

    private async Task<string> PendingAsync(params (string Path, string Content)[] files)
    {
        var model = await staff.AModelAsync();
        await staff.Registry.APendingVersionAsync(staff.Scientist, model);
        foreach (var (path, content) in files)
        {
            await staff.Registry.AFileAsync(staff.Scientist, model, "1", path, content);
        }

        return model;
    }
}
