using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Models;

/// <summary>What the search box and the API's <c>filter</c> understand: words that must all occur in the name, description or a tag's value.</summary>
internal static class ModelFilter
{
    private const int MaxLength = 500;
    private const int MaxWords = 10;

    public static IQueryable<Model> Apply(IQueryable<Model> models, string? filter, RegistryDbContext db)
    {
        var words = Text.Check("filter", filter, MaxLength).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > MaxWords)
        {
            throw RegistryException.Invalid("filter", "filter_invalid", $"The filter has more than {MaxWords} words. Leave some out.");
        }

        foreach (var word in words)
        {
            var (name, text) = (ModelName.TryNormalize(word) ?? word, word);
            models = models.Where(model => model.NormalizedName.Contains(name)
                || model.Description.Contains(text)
                || db.ModelTags.Any(tag => tag.ModelId == model.Id && tag.Value.Contains(text)));
        }

        return models;
    }
}
