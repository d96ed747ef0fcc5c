using System.Diagnostics;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Durability;

/// <summary>A real small disk, full and read-only, under the store.</summary>
public sealed class FullDiskTests
{
    [SmallDiskFact]
    public async Task A_full_and_a_read_only_disk_keep_nothing_and_go_on_when_they_are_well()
    {
        var folder = Directory.CreateTempSubdirectory("registry-small-");
        Assert.True(SmallDiskFactAttribute.Run("mount", "-t", "tmpfs", "-o", "size=512k", "registry-test", folder.FullName));
        try
        {
            var store = new ArtifactStore(folder.FullName, TimeProvider.System);
            var filler = Path.Combine(folder.FullName, "filler");
            Assert.True(store.IsWritable());

            Assert.Equal("storage_full", (await Assert.ThrowsAsync<RegistryException>(() => PutAsync(store, 1 << 20))).Code);
            Fill(filler);
            Assert.False(store.IsWritable());
            Assert.Equal("storage_full", (await Assert.ThrowsAsync<RegistryException>(() => PutAsync(store, 100_000))).Code);
            File.Delete(filler);
            Assert.True(SmallDiskFactAttribute.Run("mount", "-o", "remount,ro", folder.FullName));
            Assert.False(store.IsWritable());
            Assert.Equal("storage_failed", (await Assert.ThrowsAsync<RegistryException>(() => PutAsync(store, 100_000))).Code);
            Assert.True(SmallDiskFactAttribute.Run("mount", "-o", "remount,rw", folder.FullName));

            var kept = await PutAsync(store, 100_000);
            Assert.Equal([kept.Sha256], Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        }
        finally
        {
            SmallDiskFactAttribute.Run("umount", folder.FullName);
            folder.Delete(recursive: true);
        }
    }

    private static Task<StoredBlob> PutAsync(ArtifactStore store, int bytes) =>
        store.PutAsync(new MemoryStream(new byte[bytes]), expectedSha256: null, expectedSize: null, default);

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var block = 0; block < 1_000; block++)
            {
                file.Write(new byte[4096]);
            }

            Assert.Fail("The disk is larger than it was made.");
        }
        catch (IOException)
        {
            // It is full.
        }
    }
}

/// <summary>A test that mounts a disk of its own, which only root may.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly string? WhyNot = Try();

    public SmallDiskFactAttribute() => Skip = WhyNot;

    /// <summary>Whether this command succeeded.</summary>
    public static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "A small disk in memory is made with mount, as on Linux.";
        }

        var folder = Directory.CreateTempSubdirectory("registry-mount-");
        var mounted = Run("mount", "-t", "tmpfs", "-o", "size=64k", "registry-test", folder.FullName) && Run("umount", folder.FullName);
        folder.Delete();
        return mounted ? null : "This user may not mount a small disk in memory.";
    }
}
