using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Common;

public sealed class OwnerOnlyTests : IDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_101_101;

    private readonly string _folder = Directory.CreateTempSubdirectory("registry-modes-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_others_could_read_is_closed()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folders = new[] { _folder, Path.Combine(_folder, "keys"), Path.Combine(_folder, "keys", "data-protection"), Path.Combine(_folder, "artifacts") };
        var files = new[] { "registry.db", "registry.db-wal", "keys/audit-key.pem", "keys/data-protection/key.xml" }
            .Select(name => Path.Combine(_folder, name));
        foreach (var folder in folders)
        {
            Directory.CreateDirectory(folder);
            File.SetUnixFileMode(folder, Everybody);
        }

        foreach (var file in files)
        {
            File.WriteAllText(file, "");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        OwnerOnly.Close(_folder);

        Assert.All(folders, folder => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, ModeOf(folder)));
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(file)));
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
}
