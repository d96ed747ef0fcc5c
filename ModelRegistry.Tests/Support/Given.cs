using System.Text;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Tests.Support;

/// <summary>Scenario builders in the words of the domain.</summary>
public static class Given
{
    public const string Password = "four quiet words here";

    public static Task<ModelView> AModelAsync(this ITestHost registry, Actor by, string name = "fraud") =>
        registry.Get<ModelWorkflow>().CreateAsync(new NewModel(name), by, default);

    public static Task<VersionView> APendingVersionAsync(this ITestHost registry, Actor by, string model = "fraud", NewVersion? version = null) =>
        registry.Get<VersionWorkflow>().CreateAsync(model, version ?? new NewVersion(), by, default);

    public static async Task<VersionView> ASealedVersionAsync(this ITestHost registry, Actor by, string model = "fraud", NewVersion? version = null,
        string content = "weights", string path = "model/model.pkl")
    {
        var pending = await registry.APendingVersionAsync(by, model, version);
        var number = pending.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await registry.AFileAsync(by, model, number, path, content);
        return await registry.Get<VersionWorkflow>().SealAsync(model, number, null, by, default);
    }

    /// <summary>That person by an access token with these scopes, which is made for it.</summary>
    public static async Task<Actor> ByTokenAsync(this ITestHost registry, Actor owner, params string[] scopes)
    {
        var token = await registry.Get<AccessTokens>().CreateAsync(new NewToken("test", scopes), owner, default);
        return owner with { Door = Door.Api, Token = new TokenGrant(token.Id, scopes.ToHashSet(), null) };
    }

    public static async Task<StoredFile> AFileAsync(this ITestHost registry, Actor by, string model, string version, string path, string content)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        return await registry.Get<VersionArtifacts>().PutAsync(model, version, new IncomingFile(path, stream), by, default);
    }

    /// <summary>Files of the only version, as rows alone: a list needs no bytes.</summary>
    public static async Task ListedFilesAsync(this TestRegistry registry, Actor by, IEnumerable<string> paths)
    {
        await using var db = registry.OpenDatabase();
        var version = db.Versions.Single();
        db.VersionFiles.AddRange(paths.Select(path => new VersionFile
        {
            VersionId = version.Id,
            Path = path,
            PathKey = ArtifactPath.KeyOf(path),
            Sha256 = new string('a', 64),
            Size = 1,
            UploadedAt = version.CreatedAt,
            UploadedById = by.UserId!.Value,
            UploadedByName = by.Name,
        }));
        await db.SaveChangesAsync();
    }
}
