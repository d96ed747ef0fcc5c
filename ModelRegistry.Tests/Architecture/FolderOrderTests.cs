using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Tests.Architecture;

/// <summary>Core has no cycle of folders: the order of <see cref="FolderOrder"/> is the picture, and every type is held to it.</summary>
public sealed class FolderOrderTests
{
    private const string Root = "ModelRegistry.Core.";
    private const string Context = "ModelRegistry.Core.Data.RegistryDbContext";

    [Fact]
    public void A_folder_uses_only_those_before_it()
    {
        var core = new ArchLoader().LoadAssembly(typeof(RegistryDbContext).Assembly).Build();

        var against = core.Types.Where(type => Place(type) >= 0)
            .SelectMany(type => type.Dependencies.Select(use => use.Target).Where(target => Place(target) > Place(type))
                .Select(target => (From: type, To: target)))
            .Select(use => $"{Short(use.From)} → {Short(use.To)}").Distinct().Order(StringComparer.Ordinal);

        Assert.Empty(against);
    }

    /// <summary>Constants and comments leave no trace in the assembly; the usings of the files tell of them.</summary>
    [Fact]
    public void No_file_names_a_folder_after_its_own()
    {
        var core = Path.Combine(Repository(), "ModelRegistry.Core");

        var against = FolderOrder.Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(core, folder), "*.cs")
            .Where(file => !file.EndsWith("DbContext.cs", StringComparison.Ordinal))
            .SelectMany(file => Used(file).Where(used => Array.IndexOf(FolderOrder.Folders, used) > Array.IndexOf(FolderOrder.Folders, folder))
                .Select(used => $"{folder}.{Path.GetFileNameWithoutExtension(file)} → {used}")));

        Assert.Empty(against);
    }

    [Fact]
    public void The_picture_shows_the_same_order()
    {
        var picture = File.ReadAllText(Path.Combine(Repository(), "docs", "architecture.md")).Split("```")[1];

        Assert.Equal(FolderOrder.Folders, picture.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void Every_folder_has_its_place()
    {
        var folders = typeof(RegistryDbContext).Assembly.GetTypes().Select(type => type.Namespace ?? "")
            .Where(name => name.StartsWith(Root, StringComparison.Ordinal)).Select(name => name[Root.Length..].Split('.')[0]).Distinct();

        Assert.Empty(folders.Except(FolderOrder.Folders));
    }

    private static IEnumerable<string> Used(string file) =>
        File.ReadLines(file).Where(line => line.StartsWith($"using {Root}", StringComparison.Ordinal))
            .Select(line => line[$"using {Root}".Length..].Split(';', '.')[0]);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ModelRegistry.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    /// <summary>Where a type stands in the order; -1 for the context, the composition root and what is not Core's.</summary>
    private static int Place(IType type) => IsContext(type) ? -1 : Array.IndexOf(FolderOrder.Folders, Folder(type));

    private static bool IsContext(IType type) =>
        type.FullName == Context || type.FullName.Contains(".Data.Sqlite.", StringComparison.Ordinal)
        || type.FullName.Contains(".Data.SqlServer.", StringComparison.Ordinal);

    private static string Folder(IType type) => Short(type).Split('.')[0];

    /// <summary>Folder and type, without the parts that the compiler made of it.</summary>
    private static string Short(IType type) =>
        type.FullName.StartsWith(Root, StringComparison.Ordinal) ? type.FullName[Root.Length..].Split('+', '`')[0] : "";
}
