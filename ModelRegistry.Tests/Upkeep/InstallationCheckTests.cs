using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Upkeep;

namespace ModelRegistry.Tests.Upkeep;

/// <summary>Each kind of damage, planted by SQL or on disk, is found and named; a whole installation has none.</summary>
public sealed class InstallationCheckTests(WholeInstallation whole) : IClassFixture<WholeInstallation>
{
    private const string OneStay = "WHERE SlotId = (SELECT Id FROM Slots WHERE Name = 'staging') AND VersionNumber = 2 AND Via = 'Promotion'";

    /// <summary>What somebody with the database's file does, and what is found.</summary>
    public static TheoryData<string, string, string> Damage { get; } = new()
    {
        { "an edited interval", $"UPDATE SlotIntervals SET VersionNumber = 1 {OneStay}", "stay_differs stay_of_other_version" },
        { "an interval that begins earlier", $"UPDATE SlotIntervals SET [From] = [From] - 36000000000 {OneStay}",
            "stay_missing stay_unrecorded stays_overlap" },
        { "an interval that ends earlier", $"UPDATE SlotIntervals SET Until = Until - 36000000000 {OneStay}", "stay_differs stays_gap" },
        { "an interval without length", $"UPDATE SlotIntervals SET Until = [From] {OneStay}", "stay_differs stay_too_short stays_gap" },
        { "a gap", $"UPDATE SlotIntervals SET Until = Until - 36000000000 WHERE VersionNumber = 1 AND SlotId = (SELECT Id FROM Slots WHERE Name = 'staging')",
            "stay_differs stays_gap" },
        { "a removed interval", $"DELETE FROM SlotIntervals {OneStay}", "stay_missing stays_gap" },
        { "an invented interval", $"INSERT INTO SlotIntervals (SlotId, VersionId, VersionNumber, [From], Until, ByName, Via) SELECT SlotId, VersionId, "
            + $"VersionNumber, [From] - 90000000000, [From] - 80000000000, ByName, 'Alias' FROM SlotIntervals "
            + $"{OneStay}", "stay_unrecorded stays_gap stays_overlap" },
        { "another author of a stay", $"UPDATE SlotIntervals SET ByName = 'somebody@example.test' {OneStay}", "stay_differs" },
        { "a stay without its request", $"UPDATE SlotIntervals SET RequestNumber = NULL {OneStay}", "stay_differs stay_unapproved" },
        { "an edited slot row", "UPDATE Slots SET VersionNumber = 1, VersionId = (SELECT Id FROM Versions WHERE Number = 1) WHERE Name = 'staging'",
            "slot_differs" },
        { "a slot row that names another move", "UPDATE Slots SET RequestNumber = 1 WHERE Name = 'staging'", "slot_differs" },
        { "a removed slot", "DELETE FROM SlotIntervals WHERE SlotId = (SELECT Id FROM Slots WHERE Name = 'candidate'); DELETE FROM Slots WHERE Name = "
            + "'candidate'", "slot_missing" },
        { "an occupant that is not sealed", "UPDATE Versions SET Status = 'Pending' WHERE Number = 3", "occupant_unfit version_missing" },
        { "an occupant that was deleted", "UPDATE Versions SET DeletedAt = 1 WHERE Number = 3", "occupant_unfit" },
        { "an occupant that was purged", "UPDATE Versions SET PurgedAt = 1 WHERE Number = 3", "occupant_unfit purge_unrecorded" },
        { "a deleted audit event", "DELETE FROM AuditEvents WHERE Action = 'version.created' AND Version = 1", "audit_deleted" },
        { "an edited audit event",
            "UPDATE AuditEvents SET Body = replace(Body, 'scientist@example.test', 'somebody@example.test') WHERE Action = 'version.created' AND Version = 1",
                "audit_edited" },
        { "an edited column of an event", "UPDATE AuditEvents SET ActorName = 'x@example.test' WHERE Action = 'version.created' AND Version = 1",
            "audit_edited" },
        { "an event of another shape",
            "UPDATE AuditEvents SET Body = replace(Body, '\"files\":', '\"count\":') WHERE Action = 'version.sealed' AND Version = 1",
            "audit_edited audit_shape_differs seal_unrecorded" },
        { "a cut chain", "DELETE FROM AuditEvents WHERE Seq > (SELECT max(Seq) - 1 FROM AuditEvents)", "account_differs audit_cut audit_head_differs" },
        { "a head of the chain that was set back",
            "UPDATE AuditHead SET Seq = Seq - 1, Hash = (SELECT PreviousHash FROM AuditEvents ORDER BY Seq DESC LIMIT 1)", "audit_cut audit_head_differs" },
        { "another head of the chain", "UPDATE AuditHead SET Hash = substr(Hash, 2) || 'x'", "audit_head_differs" },
        { "an approval by the requester",
            "UPDATE Reviews SET ById = (SELECT RequestedById FROM PromotionRequests WHERE Number = 1), ByName = 'scientist@example.test' WHERE RequestId = "
            + "(SELECT Id FROM PromotionRequests WHERE Number = 1)", "approval_missing approvals_too_few review_missing review_unrecorded" },
        { "an approval of something else",
            "UPDATE Reviews SET Subject = substr(Subject, 2) || substr(Subject, 1, 1) WHERE RequestId = (SELECT Id FROM PromotionRequests WHERE Number = 1)",
            "approval_missing approvals_too_few review_differs" },
        { "a decision turned round", "UPDATE Reviews SET Decision = 'Approve' WHERE Decision = 'Reject'", "review_differs" },
        { "a removed decision", "DELETE FROM Reviews WHERE Decision = 'Reject'", "review_missing" },
        { "an invented approval", "INSERT INTO Reviews (RequestId, ById, ByName, Decision, Comment, At, Subject, Sheet) SELECT RequestId, (SELECT Id FROM "
            + "AspNetUsers WHERE Email = 'b.reviewer@example.test'), 'b.reviewer@example.test', Decision, '', At + 10000, Subject, Sheet FROM Reviews WHERE "
            + "RequestId = (SELECT Id FROM PromotionRequests WHERE Number = 1)", "review_unrecorded" },
        { "a withdrawn decision revived", "UPDATE Reviews SET EndedAt = NULL, [End] = NULL WHERE [End] = 'Withdrawn'", "review_missing" },
        { "a request that was never executed", "UPDATE PromotionRequests SET State = 'Executed' WHERE State = 'Withdrawn'", "request_unrecorded" },
        { "an executed request reopened", "UPDATE PromotionRequests SET State = 'Open', IsFinal = 0, DecidedAt = NULL WHERE Number = 1",
            "request_missing stay_unapproved" },
        { "a request for another version",
            "UPDATE PromotionRequests SET VersionNumber = 2, VersionId = (SELECT Id FROM Versions WHERE Number = 2) WHERE Number = 1",
            "request_unrecorded stay_unapproved" },
        { "an incident taken away", "UPDATE PromotionRequests SET Incident = NULL WHERE Incident IS NOT NULL",
            "post_review_of_nothing request_differs stay_unapproved" },
        { "a removed post-review", "DELETE FROM PostReviewDecisions; DELETE FROM PostReviews", "counter_differs post_review_missing" },
        { "a post-review confirmed by nobody", "UPDATE PostReviews SET State = 'Confirmed'; DELETE FROM PostReviewDecisions", "post_review_differs" },
        { "an answer turned round", "UPDATE PostReviewDecisions SET Confirms = 0", "review_unrecorded" },
        { "another reason of a rollback", "UPDATE Rollbacks SET Reason = 'x' WHERE Kind = 'Back'", "rollback_differs" },
        { "another time of a rollback", "UPDATE Rollbacks SET At = At + 10000 WHERE Kind = 'Back'", "rollback_without_move" },
        { "a removed rollback", "DELETE FROM Rollbacks WHERE Kind = 'Back'", "post_review_of_nothing rollback_missing stay_unapproved" },
        { "a rollback to elsewhere", "UPDATE Rollbacks SET ToVersionNumber = 1, ToVersionId = (SELECT Id FROM Versions WHERE Number = 1) WHERE Kind = 'Back'",
            "rollback_differs rollback_without_move stay_unapproved" },
        { "a quarantine lifted by hand", "UPDATE Quarantines SET ReleasedAt = ReleasedAt + 10000", "quarantine_missing release_unrecorded" },
        { "a quarantine that came back", "UPDATE Quarantines SET ReleasedAt = NULL", "quarantine_missing" },
        { "a quarantine of other bytes", "UPDATE Quarantines SET Digest = NULL", "quarantine_differs" },
        { "a removed quarantine", "DELETE FROM Quarantines", "quarantine_missing" },
        { "a purge to hide a missing file", "UPDATE Versions SET PurgedAt = 1 WHERE Number = 2", "purge_unrecorded" },
        { "a lowered policy", "UPDATE PolicyVersions SET ContentText = replace(ContentText, '\"requiredApprovals\":2', '\"requiredApprovals\":0')",
            "policy_differs" },
        { "a lowered policy of the server",
            "UPDATE PolicyVersions SET ContentText = replace(ContentText, '\"requiredApprovals\":1', '\"requiredApprovals\":0') WHERE ModelId IS NULL AND "
            + "Slot = 'production'", "policy_differs" },
        { "a policy nobody published", "UPDATE PolicyVersions SET PublishedAt = PublishedAt + 10000 WHERE ModelId IS NOT NULL AND Slot = 'production'",
            "policy_unrecorded" },
        { "a role nobody gave", "INSERT INTO AspNetUserRoles SELECT (SELECT Id FROM AspNetUsers WHERE Email = 'viewer@example.test'), Id FROM AspNetRoles "
            + "WHERE Name = 'Admin'", "account_differs" },
        { "an account that came back", "UPDATE AspNetUsers SET DisabledAt = NULL WHERE Email = 'leaver@example.test'", "account_differs" },
        { "another digest of a version", "UPDATE Versions SET Digest = 'sha256:' || substr(Digest, 9) || 'x' WHERE Number = 1",
            "manifest_differs seal_differs" },
        { "another digest of the bytes", "UPDATE Versions SET ContentDigest = NULL WHERE Number = 1", "content_digest_differs" },
        { "a seal nobody made", "UPDATE Versions SET Status = 'Ready', SealedAt = 1 WHERE Number = 4", "manifest_differs seal_unrecorded" },
        { "a file that is listed no more", "DELETE FROM VersionFiles WHERE VersionId = (SELECT Id FROM Versions WHERE Number = 1)",
            "file_count_differs manifest_differs uploads_differ" },
        { "a model under another name", "UPDATE Models SET Name = 'mine', NormalizedName = 'MINE' WHERE Name = 'other'", "model_name_differs" },
        { "a model that is found under another name", "UPDATE Models SET NormalizedName = 'OTHERS' WHERE Name = 'other'", "model_name_differs" },
        { "a former name that is free again", "DELETE FROM ReservedNames WHERE NormalizedName = 'FORMER'", "reserved_names_differ" },
        { "a former name of another model",
            "UPDATE ReservedNames SET ModelId = (SELECT Id FROM Models WHERE Name = 'model-1') WHERE NormalizedName = 'FORMER'", "reserved_names_differ" },
        { "a name that nobody gave", "INSERT INTO ReservedNames (NormalizedName, Skeleton, ModelId) SELECT 'FREE', '', Id FROM Models WHERE Name = 'other'",
            "reserved_names_differ" },
        { "a model that nobody registered", "UPDATE Models SET CreatedAt = CreatedAt + 10000 WHERE Name = 'other'", "model_unrecorded" },
        { "a sheet that was rewritten", "UPDATE SheetTexts SET Text = Text || ' '", "sheet_differs" },
        { "a sheet that is gone", "DELETE FROM SheetTexts", "sheet_missing" },
        { "another sheet for a decision", "UPDATE Reviews SET Sheet = (SELECT max(Digest) FROM SheetTexts)", "review_differs" },
        { "another person who sent a file", "UPDATE VersionFiles SET UploadedById = (SELECT Id FROM AspNetUsers WHERE Email = 'viewer@example.test')",
            "uploads_differ" },
        { "a light turned by hand", "UPDATE StageReadiness SET State = 'Green'", "readiness_differs" },
        { "a number to be given again", "UPDATE RequestCounter SET Last = 1", "counter_differs" },
        { "a row whose parent is gone", "DELETE FROM Models", "parent_missing" },
    };

    [Fact]
    public async Task A_whole_installation_has_nothing_to_report_and_says_what_was_looked_at()
    {
        using var installation = new DamagedInstallation(whole.Folder);

        var report = await installation.VerifyAsync();

        Assert.Empty(report.Findings);
        Assert.True(report is { Ok: true, Quick: false, Consistent: true });
        Assert.Equal((4, 6, 6, 6, 4, 10, 0),
            (report.Counts["models"], report.Counts["versions"], report.Counts["blobs"], report.Counts["files"], report.Counts["slots"],
            report.Counts["requests"], report.Counts["eventsWithoutCheckpoint"]));
    }

    [Theory]
    [MemberData(nameof(Damage))]
    public async Task Damage_in_the_database_is_named(string what, string sql, string kinds)
    {
        using var installation = new DamagedInstallation(whole.Folder);
        await installation.SqlAsync(sql);

        Assert.Equal((what, kinds), (what, string.Join(' ', await installation.KindsAsync(quick: true))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_flipped_bit_is_found_by_hashing_and_the_version_named(int at)
    {
        using var installation = new DamagedInstallation(whole.Folder);
        var file = await installation.FileOfAsync(3);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        var finding = Assert.Single((await installation.VerifyAsync()).Findings);
        Assert.Equal(("file_changed", WholeInstallation.Model, 3, "model/model.pkl"), (finding.Kind, finding.Model, finding.Version, finding.Path));
        Assert.True((await installation.VerifyAsync(quick: true)).Ok); // says so: quick
    }

    [Fact]
    public async Task A_missing_a_short_and_a_swapped_file_are_named()
    {
        using var installation = new DamagedInstallation(whole.Folder);
        File.Delete(await installation.FileOfAsync(1));
        await File.WriteAllTextAsync(await installation.FileOfAsync(2), "t");
        Assert.Equal(["file_missing", "file_size"], await installation.KindsAsync(quick: true));

        using var swapped = new DamagedInstallation(whole.Folder);
        File.Copy(await swapped.FileOfAsync(2), await swapped.FileOfAsync(3), overwrite: true);
        Assert.Equal(["file_size"], await swapped.KindsAsync());
    }

    [Fact]
    public async Task A_link_in_the_place_of_a_file_is_no_file()
    {
        using var installation = new DamagedInstallation(whole.Folder);
        var file = await installation.FileOfAsync(1);
        File.Move(file, installation.Settings.DataDirectory + "/moved");
        File.CreateSymbolicLink(file, installation.Settings.DataDirectory + "/moved");

        Assert.Equal(["file_missing", "file_stray"], await installation.KindsAsync());
    }

    [Fact]
    public async Task What_lies_around_is_told_and_only_what_the_registry_never_writes_is_wrong()
    {
        using var installation = new DamagedInstallation(whole.Folder);
        var store = installation.Settings.ArtifactDirectory;
        var unreferenced = new string('0', 64);
        Directory.CreateDirectory(Path.Combine(store, "sha256", "00", "00"));
        await File.WriteAllTextAsync(Path.Combine(store, "sha256", "00", "00", unreferenced), "x");
        await File.WriteAllTextAsync(Path.Combine(store, "tmp", "abc"), "x");

        var report = await installation.VerifyAsync();
        Assert.True(report.Ok);
        Assert.Equal(["file_unreferenced", "file_temporary"], report.Findings.Select(finding => finding.Kind));
        Assert.All(report.Findings, finding => Assert.Equal(FindingSeverity.Info, finding.Severity));

        await File.WriteAllTextAsync(Path.Combine(store, "sha256", "00", "00", "notes.txt"), "x");
        await File.WriteAllTextAsync(Path.Combine(store, "sha256", "00", unreferenced), "x");
        await File.WriteAllTextAsync(Path.Combine(store, "readme"), "x");
        Assert.Equal(3, (await installation.VerifyAsync()).Findings.Count(finding => finding.Kind == "file_stray"));
    }

    [Fact]
    public async Task A_checkpoint_file_that_was_cut_emptied_or_forged_is_named()
    {
        using var installation = new DamagedInstallation(whole.Folder);
        var file = installation.Settings.CheckpointFile;
        var lines = await File.ReadAllLinesAsync(file);

        await File.WriteAllLinesAsync(file, lines[..3]);
        Assert.Equal(["checkpoints_cut"], await installation.KindsAsync(quick: true));
        File.Delete(file);
        Assert.Equal(["checkpoints_cut"], await installation.KindsAsync(quick: true));
        File.Delete(Path.Combine(installation.Settings.KeyDirectory, CheckpointSigner.LastFile));
        Assert.Equal(["checkpoints_missing"], await installation.KindsAsync(quick: true)); // also where nobody kept the last one
        await File.WriteAllLinesAsync(file, [.. lines, lines[^1].Replace("\"hash\":\"", "\"hash\":\"0", StringComparison.Ordinal)]);
        Assert.Equal(["audit_bad_checkpoint"], await installation.KindsAsync(quick: true));
    }

    [Fact]
    public async Task A_key_that_is_gone_or_another_is_named()
    {
        using var installation = new DamagedInstallation(whole.Folder);
        var keys = installation.Settings.KeyDirectory;
        using var other = CheckpointSigner.Open(Path.Combine(keys, "other"));
        await File.WriteAllTextAsync(Path.Combine(keys, CheckpointSigner.PublicFile), other.PublicKeyPem);
        Assert.Equal(["audit_bad_checkpoint", "audit_key_differs"], await installation.KindsAsync(quick: true));

        Directory.Delete(keys, recursive: true);
        Assert.Contains("audit_key_missing", await installation.KindsAsync(quick: true));
        Assert.False(Directory.Exists(keys)); // it looks and makes nothing
    }

    [Fact]
    public async Task A_database_file_with_a_broken_page_is_named_or_refused()
    {
        using var installation = new DamagedInstallation(whole.Folder);
        var file = Core.RegistrySettings.SqliteFile(installation.Settings.DataDirectory);
        await using (var stream = File.OpenWrite(file))
        {
            stream.Position = stream.Length - 4_096 + 8;
            stream.Write(new byte[600]);
        }

        using var error = new StringWriter();
        var code = await VerifyCommand.RunAsync(installation.Settings, quick: false, new UpkeepConsole(TextWriter.Null, error, TimeProvider.System), default);

        Assert.NotEqual(0, code);
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_changes_nothing()
    {
        using var installation = new DamagedInstallation(whole.Folder);
        var before = Contents(installation.Settings.DataDirectory);

        await installation.VerifyAsync();

        Assert.Equal(before, Contents(installation.Settings.DataDirectory));
    }

    private static List<string> Contents(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O} {new FileInfo(file).Length}").Order(StringComparer.Ordinal)];
}
