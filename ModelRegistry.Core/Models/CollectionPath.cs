using System.Globalization;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Models;

/// <summary>The rule for paths of collections: one to five names with '/' between, each by the rule for names of models and told apart as those are.</summary>
internal static class CollectionPath
{
    public static string Check(string? path)
    {
        var names = Trim(Text.Check("path", path, Collection.PathMaxLength, required: true)).Split('/');
        if (names.Length > Collection.MaxDepth || names.Any(name => name.Length > Collection.NameMaxLength))
        {
            throw RegistryException.Invalid("path", "collection_path_invalid", string.Create(CultureInfo.InvariantCulture,
                $"A path has at most {Collection.MaxDepth} names of {Collection.NameMaxLength} characters, such as risk/emea."));
        }

        foreach (var name in names)
        {
            try
            {
                ModelName.Check(name);
            }
            catch (RegistryException refusal)
            {
                throw RegistryException.Invalid("path", "collection_path_invalid", $"'{name}' is no name for a collection. {refusal.Message}");
            }
        }

        return string.Join('/', names);
    }

    /// <summary>The form by which paths are told apart; empty for the root, null for what can be no path.</summary>
    public static string? TryNormalize(string path)
    {
        var trimmed = Trim(path);
        if (trimmed.Length == 0)
        {
            return "";
        }

        var names = trimmed.Split('/').Select(ModelName.TryNormalize).ToList();
        return names.Any(string.IsNullOrEmpty) ? null : string.Join('/', names);
    }

    private static string Trim(string path) => path.Trim().Trim('/');
}
