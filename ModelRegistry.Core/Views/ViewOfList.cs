using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Views;

/// <summary>
/// A view to save. <see cref="List"/> is <c>models</c> or <c>versions</c>, the latter of one <see cref="Model"/>; <see cref="Query"/> is the part of the
/// page's address after the question mark. <see cref="Shared"/>: everybody sees it; <see cref="Default"/>: it is how a model's versions are shown first.
/// </summary>
public sealed record NewView(string Name, string List, string? Model = null, string? Query = null, bool Shared = false, bool Default = false);

/// <summary>A saved view as a list offers it. <see cref="Own"/>: it is the reader's; <see cref="Removable"/>: the reader may remove it.</summary>
public sealed record ViewOfList(
    Guid Id, string Name, string List, string? Model, string Query, bool Shared, bool Default, string By, bool Own, bool Removable, DateTimeOffset SavedAt);

internal static class ListNames
{
    public const string Models = "models";
    public const string Versions = "versions";

    public static string Of(ListKind list) => list == ListKind.Models ? Models : Versions;

    public static ListKind Read(string field, string? list) => list switch
    {
        Models => ListKind.Models,
        Versions => ListKind.Versions,
        _ => throw RegistryException.Invalid(field, "list_unknown", $"{field} is '{list}'. It is '{Models}' or '{Versions}'."),
    };
}
