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
            .SelectMany(type => type.Dependencies.Select(use => use.Target).Where(target => Place(target) > Place(type)).Select(target => (From: type, To: target)))
            .Where(use => !FolderOrder.Exceptions.Contains($"{Short(use.From)} → {Folder(use.To)}"))
            .Select(use => $"{Short(use.From)} → {Short(use.To)}").Distinct().Order(StringComparer.Ordinal);

        Assert.Empty(against);
    }

    [Fact]
    public void Every_folder_has_its_place()
    {
        var folders = typeof(RegistryDbContext).Assembly.GetTypes().Select(type => type.Namespace ?? "")
            .Where(name => name.StartsWith(Root, StringComparison.Ordinal)).Select(name => name[Root.Length..].Split('.')[0]).Distinct();

        Assert.Empty(folders.Except(FolderOrder.Folders));
    }

    /// <summary>Where a type stands in the order; -1 for the context, the composition root and what is not Core's.</summary>
    private static int Place(IType type) => IsContext(type) ? -1 : Array.IndexOf(FolderOrder.Folders, Folder(type));

    private static bool IsContext(IType type) => type.FullName == Context || type.FullName.Contains(".Data.Sqlite.", StringComparison.Ordinal) || type.FullName.Contains(".Data.SqlServer.", StringComparison.Ordinal);

    private static string Folder(IType type) => Short(type).Split('.')[0];

    /// <summary>Folder and type, without the parts that the compiler made of it.</summary>
    private static string Short(IType type) =>
        type.FullName.StartsWith(Root, StringComparison.Ordinal) ? type.FullName[Root.Length..].Split('+', '`')[0] : "";
}
