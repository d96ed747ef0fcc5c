using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>A model's fields while somebody types them.</summary>
public sealed class ModelForm
{
    public string Name { get; set; } = "";

    public string Description { get; set; } = "";

    public string Owner { get; set; } = "";

    /// <summary>Empty: the registry chooses.</summary>
    public string PrimaryMetric { get; set; } = "";

    public bool Restricted { get; set; }

    public string Collection { get; set; } = Core.Access.Collection.Root;

    public List<Pair> Tags { get; private init; } = [];

    /// <summary>What the last attempt was refused for; null when it was not, or when nothing was tried yet.</summary>
    public RegistryException? Refusal { get; set; }

    public static ModelForm Of(ModelView model) => new()
    {
        Name = model.Name,
        Description = model.Description,
        Owner = model.Owner,
        PrimaryMetric = model.PrimaryMetric ?? "",
        Restricted = model.Restricted,
        Collection = model.Collection,
        Tags = Pairs.Of(model.Tags),
    };

    public NewModel ToNew() => new(Name, Description, Pairs.ToDictionary(Tags, "tags"), Owner.Trim(), Restricted, Collection: Collection.Trim());

    /// <summary>Only what differs, so that the audit trail names what somebody changed.</summary>
    public ModelEdit ToEdit(ModelView before) => new(
        Description == before.Description ? null : Description,
        Owner.Trim() == before.Owner ? null : Owner.Trim(),
        Restricted == before.Restricted ? null : Restricted,
        PrimaryMetric == (before.PrimaryMetric ?? "") ? null : PrimaryMetric,
        Pairs.Changes(before.Tags, Pairs.ToDictionary(Tags, "tags")),
        Collection: Collection.Trim() == before.Collection ? null : Collection.Trim());

    public string? ErrorOf(string field) => Refusal?.Field == field ? Refusal.Message : null;

    /// <summary>What is wrong with the name so far, in the words of its rule; null while nothing was typed.</summary>
    public string? NameFault()
    {
        if (Name.Length == 0)
        {
            return null;
        }

        try
        {
            ModelName.Check(Name);
            return null;
        }
        catch (RegistryException refusal)
        {
            return refusal.Message;
        }
    }
}
