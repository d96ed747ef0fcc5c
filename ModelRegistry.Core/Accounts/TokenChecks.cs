using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Accounts;

/// <summary>What a token that is made may do and is limited to, as it is kept; what cannot be is refused by its field.</summary>
internal static class TokenChecks
{
    public static List<string> Scopes(NewToken command, Actor actor)
    {
        var scopes = command.Scopes;
        if (scopes?.Contains(Access.Scopes.Provision) == true)
        {
            Rights.Require(actor, Right.ManagePeople);
            return scopes.Count == 1 && command is { Models: null, Collections: null } && string.IsNullOrWhiteSpace(command.Account) ? [Access.Scopes.Provision]
                : throw RegistryException.Invalid("scopes", "scope_alone",
                    "A token with the scope 'provision' is for a directory: it is an admin's own, has no other scope and is limited to no models or "
                        + "collections.");
        }

        var unknown = (scopes ?? []).Except(Access.Scopes.All).ToList();
        return scopes is { Count: > 0 } && unknown.Count == 0
            ? [.. scopes.Distinct().Order(StringComparer.Ordinal)]
            : throw RegistryException.Invalid("scopes", "scope_unknown", $"Name at least one scope of {string.Join(", ", Access.Scopes.All)}.");
    }

    public static async Task<List<Model>> ModelsAsync(RegistryDbContext db, IReadOnlyList<string> names, Actor actor, CancellationToken ct)
    {
        if (names.Count > AccessTokens.MaxModels)
        {
            throw RegistryException.Invalid("models", "too_many",
                $"A token is limited to at most {AccessTokens.MaxModels} models. Leave models out for all that you see.");
        }

        var asked = names.GroupBy(name => ModelName.TryNormalize(name ?? "") ?? "").ToDictionary(same => same.Key, same => same.First());
        var normalized = asked.Keys.ToList();
        var found = await db.Models.VisibleTo(actor)
            .Join(db.ReservedNames.Where(reserved => normalized.Contains(reserved.NormalizedName)), model => model.Id, reserved => reserved.ModelId,
                (model, reserved) => new { Model = model, reserved.NormalizedName }).ToListAsync(ct);
        if (found.Find(one => one.Model.NormalizedName != one.NormalizedName) is { } former)
        {
            throw ModelAccess.Renamed(asked[former.NormalizedName], former.Model.Name, "models");
        }

        return found.Count == asked.Count && found.Count > 0
            ? [.. found.Select(one => one.Model)]
            : throw RegistryException.Invalid("models", "model_not_found", "models must name models that you can see.");
    }

    /// <summary>Within which it reaches what lies there at the time of each call.</summary>
    public static async Task<List<Collection>> CollectionsAsync(RegistryDbContext db, IReadOnlyList<string> paths, Actor actor, CancellationToken ct)
    {
        if (paths.Count > AccessTokens.MaxCollections)
        {
            throw RegistryException.Invalid("collections", "too_many",
                $"A token is limited to at most {AccessTokens.MaxCollections} collections. Name one above them, or leave collections out "
                    + "for all that you see.");
        }

        var asked = paths.Select(path => CollectionPath.TryNormalize(path ?? "") ?? "").Distinct().ToList();
        var found = await db.Collections.VisibleTo(actor).Where(collection => asked.Contains(collection.NormalizedPath))
            .OrderBy(collection => collection.NormalizedPath).ToListAsync(ct);
        return found.Count == asked.Count && found.Count > 0 ? found
            : throw RegistryException.Invalid("collections", "collection_not_found",
                "collections must name collections that you can see, such as risk/emea. The root is no limit: leave collections out for all that you see.");
    }

    public static List<string> Slots(IReadOnlyList<string> slots, List<string> scopes)
    {
        if (scopes is not [Access.Scopes.Resolve])
        {
            throw RegistryException.Invalid("slots", "slots_need_resolve",
                $"slots is for tokens with the scope '{Access.Scopes.Resolve}' alone. Leave slots or the other scopes out.");
        }

        // Names of slots are told apart as those of models are. That there is one is asked at each call: models have their own.
        var names = slots.Select(slot => ModelName.TryNormalize(slot ?? "")).Distinct().ToList();
        return names.Count is > 0 and <= AccessTokens.MaxSlots && !names.Exists(string.IsNullOrEmpty)
            ? [.. names.OfType<string>().Order(StringComparer.Ordinal)]
            : throw RegistryException.Invalid("slots", "slots_invalid",
                $"slots names one to {AccessTokens.MaxSlots} slots, such as production. Leave it out for all.");
    }

    public static NetworkList Networks(IReadOnlyList<string> networks) => networks.Count switch
    {
        0 => throw RegistryException.Invalid("networks", "network_invalid",
            "networks must name at least one network, such as 10.20.0.0/16. Leave it out for calls from everywhere."),
        > AccessToken.MaxNetworks => throw RegistryException.Invalid("networks", "too_many",
            $"A token is limited to at most {AccessToken.MaxNetworks} networks. Name a larger one that holds them."),
        _ => NetworkList.Read("networks", networks),
    };
}
