using ModelRegistry.Core.Compare;

namespace ModelRegistry.Web.Components.Pages.Compare;

/// <summary>
/// What the address of a comparison asks for: <c>?v=3,7&amp;base=3</c> of one model, <c>?v=digits:8,fraud:3&amp;base=fraud:3</c> of several; versions in the
/// order given, each once.
/// </summary>
public sealed record CompareAddress(IReadOnlyList<VersionRef> Versions, VersionRef? Base, IReadOnlyList<string> Unread)
{
    public static CompareAddress Read(string? versions, string? baseVersion, string? model)
    {
        var listed = VersionRef.ReadList(versions, model, out var unread);
        return new CompareAddress(listed, VersionRef.ReadList(baseVersion, model, out _) is [var only, ..] ? only : null, unread);
    }

    /// <summary>All that is asked for, the base too where it is not among the versions.</summary>
    public IReadOnlyList<VersionRef> All => Base is { } wanted && !Versions.Contains(wanted) ? [.. Versions, wanted] : Versions;
}
