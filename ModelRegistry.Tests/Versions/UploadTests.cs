using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Versions;

public sealed class UploadTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    [Fact]
    public async Task A_file_can_be_replaced_while_its_version_is_pending()
    {
        var model = await PendingAsync();
        await staff.Registry.AFileAsync(staff.Scientist, model, "1", "weights", "first");

        var replaced = await staff.Registry.AFileAsync(staff.Scientist, model, "1", "weights", "second!");

        var version = await staff.Get<VersionQueries>().GetAsync(model, "1", staff.Viewer, default);
        Assert.False(replaced.Created);
        Assert.Equal((1, 7L), (version.FileCount, version.TotalSize));
        Assert.Equal(replaced.Sha256, (await staff.Get<VersionArtifacts>().FindAsync(model, "1", "weights", staff.Viewer, default)).Sha256);
    }

    [Theory]
    [InlineData("Model.pkl", "model.PKL")]
    [InlineData("é.txt", "e\u0301.txt")]
    public async Task A_path_that_differs_by_case_or_form_only_is_refused(string path, string other)
    {
        var model = await PendingAsync();
        await staff.Registry.AFileAsync(staff.Scientist, model, "1", path, "1");

        var refusal = await Refused.ByAsync("artifact_path_taken", () => staff.Registry.AFileAsync(staff.Scientist, model, "1", other, "2"));

        Assert.Equal((RefusalKind.Invalid, "path"), (refusal.Kind, refusal.Field));
        Assert.Single(await staff.Get<VersionArtifacts>().ListAsync(model, "1", staff.Viewer, default));
    }

    [Fact]
    public async Task A_refused_upload_is_refused_before_its_bytes_are_read()
    {
        var model = await PendingAsync();

        await Refused.ByAsync("role_missing", () => PutAsync(model, new Unreadable(), staff.Viewer));
        await Refused.ByAsync("artifact_path_invalid", () => PutAsync(model, new Unreadable(), staff.Scientist, "../etc"));
        await Refused.ByAsync("version_not_found", () =>
            staff.Get<VersionArtifacts>().PutAsync(model, "9", new IncomingFile("a", new Unreadable()), staff.Scientist, default));
    }

    [Fact]
    public async Task An_upload_that_ends_after_the_seal_is_not_listed()
    {
        var model = await PendingAsync();
        await staff.Registry.AFileAsync(staff.Scientist, model, "1", "a", "1");
        var slow = new Interrupted(() => staff.Get<VersionWorkflow>().SealAsync(model, "1", null, staff.Scientist, default));

        await Refused.ByAsync("version_not_pending", () => PutAsync(model, slow, staff.Scientist, "late"));

        Assert.Equal(["a"], (await staff.Get<VersionArtifacts>().ListAsync(model, "1", staff.Viewer, default)).Select(file => file.Path));
    }

    [Fact]
    public async Task An_upload_ends_soon_after_the_right_to_it()
    {
        await using var registry = await TestRegistry.StartAsync();
        var scientist = await registry.PersonAsync("scientist", Roles.DataScientist);
        await registry.AModelAsync(scientist);
        await registry.APendingVersionAsync(scientist);
        var endless = new Endless(registry.Clock, () => registry.Get<People>().SetRolesAsync(scientist.UserId!.Value, [], Actor.System, default));

        await Refused.ByAsync("role_lost", () =>
            registry.Get<VersionArtifacts>().PutAsync("fraud", "1", new IncomingFile("a", endless), scientist, default));

        Assert.InRange(endless.Reads, 1, 10);
        Assert.Empty(await registry.Get<VersionArtifacts>().ListAsync("fraud", "1", scientist, default));
        Assert.Empty(Directory.GetFiles(registry.Settings.ArtifactDirectory, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Files_sent_at_the_same_time_are_all_listed_and_counted()
    {
        var model = await PendingAsync();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => staff.Registry.AFileAsync(staff.Scientist, model, "1", $"part-{i}", "1234"))));

        var version = await staff.Get<VersionQueries>().GetAsync(model, "1", staff.Viewer, default);
        Assert.Equal((16, 64L), (version.FileCount, version.TotalSize));
        Assert.Equal(16, (await staff.Get<VersionArtifacts>().ListAsync(model, "1", staff.Viewer, default)).Count);
    }

    [Fact]
    public async Task A_version_holds_a_hundred_thousand_files_and_not_one_more()
    {
        var model = await PendingAsync();
        await staff.Registry.AFileAsync(staff.Scientist, model, "1", "a", "1");
        await using (var db = staff.Registry.OpenDatabase())
        {
            var id = await db.Models.Where(found => found.Name == model).Select(found => found.Id).SingleAsync();
            await db.Versions.Where(version => version.ModelId == id)
                .ExecuteUpdateAsync(set => set.SetProperty(version => version.FileCount, ModelVersion.MaxFiles));
        }

        await Refused.ByAsync("too_many", () => staff.Registry.AFileAsync(staff.Scientist, model, "1", "b", "2"));
        Assert.False((await staff.Registry.AFileAsync(staff.Scientist, model, "1", "a", "2")).Created);
    }

    [Fact]
    public async Task A_changed_byte_on_the_disk_is_found_and_kept_as_evidence()
    {
        var model = await PendingAsync();
        var file = await staff.Registry.AFileAsync(staff.Scientist, model, "1", "weights", "precious " + model);
        await Refused.ByAsync("version_not_ready", () => VerifyAsync(model));
        await staff.Get<VersionWorkflow>().SealAsync(model, "1", null, staff.Scientist, default);
        Assert.True((await VerifyAsync(model)).Ok);
        var stored = Directory.GetFiles(staff.Registry.Settings.ArtifactDirectory, file.Sha256 + "*", SearchOption.AllDirectories).Single();
        File.SetAttributes(stored, FileAttributes.Normal);
        await File.WriteAllTextAsync(stored, "Precious " + model);

        var verification = await VerifyAsync(model);

        Assert.False(verification.Ok);
        Assert.Equal(new VerificationFinding("weights", BlobProblem.Changed), Assert.Single(verification.Findings));
        Assert.False((await staff.Get<VersionQueries>().GetAsync(model, "1", staff.Viewer, default)).VerifiedOk);
    }

    private Task<Verification> VerifyAsync(string model) => staff.Get<VersionVerification>().VerifyAsync(model, "1", staff.Viewer, null, default);

    private Task<StoredFile> PutAsync(string model, Stream content, Actor by, string path = "a") =>
        staff.Get<VersionArtifacts>().PutAsync(model, "1", new IncomingFile(path, content), by, default);

    private async Task<string> PendingAsync()
    {
        var model = await staff.AModelAsync();
        await staff.Registry.APendingVersionAsync(staff.Scientist, model);
        return model;
    }

    private sealed class Unreadable : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("Nobody should read this.");
    }

    /// <summary>Sends for long, a little each second, and does something after the first.</summary>
    private sealed class Endless(FakeTimeProvider clock, Func<Task> meanwhile) : MemoryStream
    {
        public int Reads { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (++Reads == 2)
            {
                await meanwhile();
            }

            clock.Advance(TimeSpan.FromSeconds(1));
            return Reads > 100 ? 0 : Math.Min(1, buffer.Length);
        }
    }

    /// <summary>Does something in the middle of being read.</summary>
    private sealed class Interrupted(Func<Task> meanwhile) : MemoryStream([1, 2, 3])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == 0)
            {
                await meanwhile();
            }

            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
