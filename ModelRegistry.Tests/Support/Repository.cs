namespace ModelRegistry.Tests.Support;

/// <summary>The source that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory)).FullName;

    private static DirectoryInfo Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "ModelRegistry.sln"))
            ? folder
            : Find(folder.Parent ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds ModelRegistry.sln."));
}
