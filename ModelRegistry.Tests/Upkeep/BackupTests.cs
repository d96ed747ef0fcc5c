using System.Text.Json.Nodes;
using ModelRegistry.Core;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Tests.Data;
using static ModelRegistry.Tests.Upkeep.Commands;

namespace ModelRegistry.Tests.Upkeep;

/// <summary>A backup is whole or says what it lacks; what is broken, foreign or in the way is refused, and nothing is touched.</summary>
public sealed class BackupTests(WholeInstallation whole) : IClassFixture<WholeInstallation>, IDisposable
{
    private readonly TestFolder _folder = new();

    /// <summary>What was done to a backup, and what the refusal says.</summary>
    public static TheoryData<string, Action<string>, string> Broken { get; } = new()
    {
        { "interrupted", backup => File.Delete(Summary(backup)), "has no backup.json" },
        { "no summary of ours", backup => File.WriteAllText(Summary(backup), "[]"), "was not written by this program" },
        { "a summary cut short", backup => File.WriteAllText(Summary(backup), File.ReadAllText(Summary(backup))[..100]), "was not written by this program" },
        { "a newer format", backup => Edit(backup, summary => summary["format"] = 2), "Restore it with the version of ModelRegistry that took it" },
        { "a newer schema", backup => Edit(backup, summary => summary["migrations"]!.AsArray().Add("20990101000000_Later")),
            "is of a newer ModelRegistry (20990101000000_Later)" },
        { "another database", backup => Edit(backup, summary => summary["provider"] = "sqlServer"), "Set it to SqlServer" },
        { "another head", backup => Edit(backup, summary => summary["head"]!["hash"] = new string('0', 64)), "not the one of this backup" },
        { "a file outside", backup => Edit(backup, summary => summary["files"]![0]!["path"] = "../../etc/passwd"), "a file outside of itself" },
        { "a file not listed", backup => Edit(backup, summary => summary["files"] = new JsonArray()), "its summary does not list" },
        { "a changed database", backup => Flip(Path.Combine(backup, "registry.db"), 5_000), "registry.db is not the file that was backed up" },
        { "no database", backup => File.Delete(Path.Combine(backup, "registry.db")), "registry.db is missing" },
        { "a log beside the database", backup => File.WriteAllText(Path.Combine(backup, "registry.db-wal"), "x"), "registry.db-wal lies beside its database" },
        { "no key", backup => File.Delete(Path.Combine(backup, "keys", CheckpointSigner.PrivateFile)), "audit-key.pem is missing" },
        { "a changed checkpoint", backup => Flip(Path.Combine(backup, "audit-checkpoints.jsonl"), 20), "audit-checkpoints.jsonl is not the file" },
        { "a missing file", backup => File.Delete(ABlob(backup)), "is missing" },
        { "a changed file", backup => Flip(ABlob(backup), 1), "has changed" },
        { "a cut file", backup => File.WriteAllText(ABlob(backup), ""), "has changed" },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_restored_registry_is_the_one_that_was_backed_up_and_its_chain_shows_the_restore()
    {
        using var installation = new DamagedInstallation(whole.Folder);
        var backup = _folder.New("backup");
        Assert.Equal(0, (await BackupAsync(installation.Settings, backup)).Code);
        var target = RegistrySettings.Sqlite(_folder.New("data"));

        var restored = await RestoreAsync(target, backup, "--verify");

        Assert.Equal((0, true, false), (restored.Code, restored.Report.GetProperty("ok").GetBoolean(), restored.Report.GetProperty("quick").GetBoolean()));
        await using var registry = await Support.TestRegistry.StartAsync(target);
        await using var db = registry.OpenDatabase();
        var last = db.AuditEvents.OrderByDescending(audit => audit.Seq).First();
        Assert.Equal(("registry.restored", "job", "registry"), (last.Action, last.Door, last.ActorName));
        var told = Assert.IsType<RegistryRestored>(AuditBody.Read(last.Body).ReadEvent()).After;
        Assert.Equal((last.Seq - 1, last.PreviousHash), (told.Seq, told.Hash));
        Assert.Equal(last.Seq, (await new CheckpointFile(target.CheckpointFile).ReadAsync(default)).Checkpoints[^1].Seq);
        Assert.Equal("wal", await PragmaAsync(target, "journal_mode"));
        Assert.Equal(["artifacts", "audit-checkpoints.jsonl", "keys", "registry.db"], Names(target.DataDirectory)
            .Where(name => !name.StartsWith("registry.db-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_checkpoint_that_was_signed_while_the_backup_was_taken_stays_out_of_it()
    {
        using var installation = new DamagedInstallation(whole.Folder);
        var head = await installation.ScalarAsync<long>("SELECT Seq FROM AuditHead");
        using (var signer = CheckpointSigner.Open(installation.Settings.KeyDirectory))
        {
            new CheckpointFile(installation.Settings.CheckpointFile).Append(signer.Sign(head + 1, new string('a', 64), DateTimeOffset.UnixEpoch));
        }

        await BackupAsync(installation.Settings, _folder.New("backup"));
        var restored = await RestoreAsync(RegistrySettings.Sqlite(_folder.New("data")), _folder.New("backup"));

        Assert.Equal(["audit_cut"], await installation.KindsAsync(quick: true));
        Assert.Equal(0, restored.Code);
    }

    [Fact]
    public async Task Only_the_owner_may_read_a_backup_and_what_is_restored_from_it()
    {
        using var installation = new DamagedInstallation(whole.Folder);
        await BackupAsync(installation.Settings, _folder.New("backup"));
        await RestoreAsync(RegistrySettings.Sqlite(_folder.New("data")), _folder.New("backup"));

        var entries = new[] { "backup", "data" }.Select(_folder.New)
            .SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Append(folder));
        Assert.DoesNotContain(entries, IsOpenToOthers);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_or_foreign_backup_is_refused_and_nothing_is_left_behind(string what, Action<string> damage, string sentence)
    {
        using var installation = new DamagedInstallation(whole.Folder);
        var (backup, target) = (_folder.New("backup"), _folder.New("data"));
        await BackupAsync(installation.Settings, backup);
        damage(backup);

        var ran = await RestoreAsync(RegistrySettings.Sqlite(target), backup);

        Assert.Equal((what, UpkeepConsole.NotRun), (what, ran.Code));
        Assert.Contains(sentence, ran.Error, StringComparison.Ordinal);
        Assert.Empty(Names(target));
    }

    [Theory]
    [InlineData("registry.db", "it holds registry.db.")]
    [InlineData("registry.db-wal", "belongs to another database")]
    [InlineData("registry.db-shm", "belongs to another database")]
    [InlineData("notes.txt", "it holds notes.txt")]
    public async Task A_folder_in_use_is_not_restored_into(string there, string sentence)
    {
        using var installation = new DamagedInstallation(whole.Folder);
        await BackupAsync(installation.Settings, _folder.New("backup"));
        var target = Directory.CreateDirectory(_folder.New("data")).FullName;
        await File.WriteAllTextAsync(Path.Combine(target, there), "x");

        var ran = await RestoreAsync(RegistrySettings.Sqlite(target), _folder.New("backup"));

        Assert.Equal(UpkeepConsole.NotRun, ran.Code);
        Assert.Contains(sentence, ran.Error, StringComparison.Ordinal);
        Assert.Equal([there], Names(target));
    }

    [Fact]
    public async Task A_backup_needs_a_folder_of_its_own_outside_of_the_data()
    {
        using var installation = new DamagedInstallation(whole.Folder);
        var used = Directory.CreateDirectory(_folder.New("used")).FullName;
        await File.WriteAllTextAsync(Path.Combine(used, "x"), "x");

        Assert.Contains("is not empty", (await BackupAsync(installation.Settings, used)).Error, StringComparison.Ordinal);
        Assert.Contains("inside Data:Directory", (await BackupAsync(installation.Settings, Path.Combine(installation.Settings.DataDirectory, "backup"))).Error,
            StringComparison.Ordinal);
        Assert.Contains("Required argument missing for command: 'backup'", (await BackupAsync(installation.Settings)).Error, StringComparison.Ordinal);
        Assert.Contains("There is no registry here", (await BackupAsync(RegistrySettings.Sqlite(_folder.New("nothing")), _folder.New("b"))).Error,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.New("nothing")));
    }

    [Fact]
    public async Task A_damaged_file_is_named_and_the_rest_is_backed_up()
    {
        using var installation = new DamagedInstallation(whole.Folder);
        var (missing, changed) = (await installation.FileOfAsync(1), await installation.FileOfAsync(2));
        File.Delete(missing);
        Flip(changed, 0);
        var backup = _folder.New("backup");

        var taken = await BackupAsync(installation.Settings, backup);

        Assert.Equal(UpkeepConsole.Findings, taken.Code);
        Assert.Contains($"sha256:{Path.GetFileName(missing)} (7 bytes) is missing", taken.Output, StringComparison.Ordinal);
        Assert.Contains($"sha256:{Path.GetFileName(changed)} (3 bytes) has changed", taken.Output, StringComparison.Ordinal);
        var refused = await RestoreAsync(RegistrySettings.Sqlite(_folder.New("data")), backup);
        Assert.Equal(UpkeepConsole.NotRun, refused.Code);
        Assert.Contains(Path.GetFileName(missing), refused.Error, StringComparison.Ordinal);
        var accepted = await RestoreAsync(RegistrySettings.Sqlite(_folder.New("data")), backup, "--accept-missing");
        Assert.Equal(UpkeepConsole.Findings, accepted.Code);
        Assert.Equal(["file_missing"], accepted.Kinds);
    }

    [Fact]
    public async Task A_database_over_files_of_another_day_is_found()
    {
        using var yesterday = new DamagedInstallation(whole.Folder);
        using var today = new DamagedInstallation(whole.Folder);
        await using (var registry = await Support.TestRegistry.StartAsync(RegistrySettings.Sqlite(CopyOf(today, "live"))))
        {
            var scientist = new Core.Access.Actor(IdOf(registry, "scientist@example.test"), "scientist@example.test", Core.Access.Door.Api,
                new HashSet<string> { Core.Access.Roles.DataScientist });
            await Support.Given.ASealedVersionAsync(registry, scientist, WholeInstallation.Model, content: "of today");
            await registry.PersonAsync("newcomer", Core.Access.Roles.Viewer); // always gets a checkpoint
            Support.EmptyDatabase.Release(registry.Settings);
            CopyTo(registry.Settings.DataDirectory, "old-database");
            File.Copy(RegistrySettings.SqliteFile(yesterday.Settings.DataDirectory), RegistrySettings.SqliteFile(_folder.New("old-database")), overwrite: true);
            CopyTo(yesterday.Settings.DataDirectory, "old-files");
            File.Copy(RegistrySettings.SqliteFile(registry.Settings.DataDirectory), RegistrySettings.SqliteFile(_folder.New("old-files")), overwrite: true);
        }

        var oldDatabase = await VerifyAsync(RegistrySettings.Sqlite(_folder.New("old-database")));
        Assert.Equal(1, oldDatabase.Code);
        Assert.Equal(["audit_cut", "file_unreferenced"], oldDatabase.Kinds);
        var oldFiles = await VerifyAsync(RegistrySettings.Sqlite(_folder.New("old-files")));
        Assert.Equal(1, oldFiles.Code);
        Assert.Equal(["file_missing"], oldFiles.Kinds);
    }

    [Fact]
    public async Task SQL_Server_makes_its_copy_where_it_says_and_is_told_how()
    {
        var settings = new RegistrySettings(DatabaseProvider.SqlServer, "Server=nowhere.invalid;Database=Registry", _folder.New("data"));

        var refused = await BackupAsync(settings, _folder.New("backup"));

        Assert.Equal(UpkeepConsole.NotRun, refused.Code);
        Assert.Contains("SQL Server writes its backups to its own disk. Add --database-file", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.New("backup")));
        var statement = Assert.Single(TransactSql.Parse(UpkeepSql.BackupDatabase("Registry of [us]")).Batches[0].Statements);
        var copy = Assert.IsType<Microsoft.SqlServer.TransactSql.ScriptDom.BackupDatabaseStatement>(statement);
        Assert.Equal("Registry of [us]", copy.DatabaseName.Identifier.Value);
        Assert.All(new[] { UpkeepSql.AllowsSnapshot, UpkeepSql.UncheckedKeys }, text => TransactSql.Parse(text));
    }

    private static bool IsOpenToOthers(string entry) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(entry) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != 0;

    private static Guid IdOf(Support.TestRegistry registry, string email)
    {
        using var db = registry.OpenDatabase();
        return db.Users.Single(user => user.Email == email).Id;
    }

    private static string Summary(string backup) => Path.Combine(backup, BackupSummary.FileName);

    private static string ABlob(string backup) =>
        Directory.EnumerateFiles(Path.Combine(backup, "artifacts", "sha256"), "*", SearchOption.AllDirectories).First();

    private static void Edit(string backup, Action<JsonObject> change)
    {
        var summary = JsonNode.Parse(File.ReadAllText(Summary(backup)))!.AsObject();
        change(summary);
        File.WriteAllText(Summary(backup), summary.ToJsonString());
    }

    private static void Flip(string file, int at)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[at] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    private static List<string> Names(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)]
        : [];

    private static async Task<string> PragmaAsync(RegistrySettings settings, string pragma)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={RegistrySettings.SqliteFile(settings.DataDirectory)};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private string CopyOf(DamagedInstallation installation, string name) => CopyTo(installation.Settings.DataDirectory, name);

    private string CopyTo(string from, string name)
    {
        WholeInstallation.Copy(from, Directory.CreateDirectory(_folder.New(name)).FullName);
        return _folder.New(name);
    }
}
