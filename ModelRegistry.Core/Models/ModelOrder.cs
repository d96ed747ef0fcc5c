using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Models;

/// <summary>The orders of the models list; ties are broken by the name, so that each is a keyset.</summary>
internal sealed record ModelOrder(ModelOrderBy By, bool Descending)
{
    public static ModelOrder Parse(string? orderBy)
    {
        var words = (string.IsNullOrWhiteSpace(orderBy) ? "name" : orderBy).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (words, Descends(words)) switch
        {
            (["name", ..], { } descending) => new(ModelOrderBy.Name, descending),
            (["updatedAt", ..], { } descending) => new(ModelOrderBy.UpdatedAt, descending),
            (["createdAt", ..], { } descending) => new(ModelOrderBy.CreatedAt, descending),
            _ => throw RegistryException.Invalid("orderBy", "order_invalid",
                $"'{orderBy}' is no order of models. Use name, updatedAt or createdAt, with asc or desc after it if you like."),
        };
    }

    public IQueryable<Model> Page(IQueryable<Model> models, string? pageToken)
    {
        var keys = PageToken.Decode(pageToken, By == ModelOrderBy.Name ? 1 : 2);
        return By switch
        {
            ModelOrderBy.Name => ByName(models, keys?[0]),
            ModelOrderBy.UpdatedAt => ByUpdatedAt(models, keys),
            ModelOrderBy.CreatedAt => ByCreatedAt(models, keys),
        };
    }

    public string Token(Model last) => By switch
    {
        ModelOrderBy.Name => PageToken.Encode(last.NormalizedName),
        ModelOrderBy.UpdatedAt => PageToken.Encode(last.UpdatedAt.UtcTicks.ToString(PageToken.Culture), last.NormalizedName),
        ModelOrderBy.CreatedAt => PageToken.Encode(last.CreatedAt.UtcTicks.ToString(PageToken.Culture), last.NormalizedName),
    };

    private IQueryable<Model> ByName(IQueryable<Model> models, string? name)
    {
        if (Descending)
        {
            models = name is null ? models : models.Where(model => string.Compare(model.NormalizedName, name) < 0);
            return models.OrderByDescending(model => model.NormalizedName);
        }

        models = name is null ? models : models.Where(model => string.Compare(model.NormalizedName, name) > 0);
        return models.OrderBy(model => model.NormalizedName);
    }

    // The bound on the first key stands alone before the rest, because an index is sought by that and not by an OR.
    private IQueryable<Model> ByUpdatedAt(IQueryable<Model> models, string[]? keys)
    {
        if (keys is [_, var name])
        {
            var at = PageToken.Instant(keys[0]);
            models = Descending
                ? models.Where(model => model.UpdatedAt <= at && (model.UpdatedAt < at || string.Compare(model.NormalizedName, name) < 0))
                : models.Where(model => model.UpdatedAt >= at && (model.UpdatedAt > at || string.Compare(model.NormalizedName, name) > 0));
        }

        return Descending
            ? models.OrderByDescending(model => model.UpdatedAt).ThenByDescending(model => model.NormalizedName)
            : models.OrderBy(model => model.UpdatedAt).ThenBy(model => model.NormalizedName);
    }

    private IQueryable<Model> ByCreatedAt(IQueryable<Model> models, string[]? keys)
    {
        if (keys is [_, var name])
        {
            var at = PageToken.Instant(keys[0]);
            models = Descending
                ? models.Where(model => model.CreatedAt <= at && (model.CreatedAt < at || string.Compare(model.NormalizedName, name) < 0))
                : models.Where(model => model.CreatedAt >= at && (model.CreatedAt > at || string.Compare(model.NormalizedName, name) > 0));
        }

        return Descending
            ? models.OrderByDescending(model => model.CreatedAt).ThenByDescending(model => model.NormalizedName)
            : models.OrderBy(model => model.CreatedAt).ThenBy(model => model.NormalizedName);
    }

    private static bool? Descends(string[] words) => words switch
    {
        [_] or [_, "asc"] => false,
        [_, "desc"] => true,
        _ => null,
    };
}

internal enum ModelOrderBy
{
    Name,
    UpdatedAt,
    CreatedAt,
}
