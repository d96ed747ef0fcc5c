using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Retirement;

/// <summary>What somebody may do with a model or a version now, up to retiring it: pages disable what a service would refuse.</summary>
public sealed class RightsQueries(RegistryStore store)
{
    /// <summary>What the actor may do with a model, so that a page disables what a service would refuse.</summary>
    public Task<ModelRights> OfModelAsync(string name, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, name, ct);
            return new ModelRights(
                Rights.WhyNot(actor, Right.Register, model.Place),
                Rights.WhyNot(actor, Right.EditModel, model.Place),
                Rights.WhyNot(actor, Right.OpenRequest, model.Place),
                Rights.WhyNot(actor, Right.ManageStages))
            {
                RenameRefusal = Rights.WhyNot(actor, Right.RenameModel, model.Place),
                DeleteRefusal = Rights.WhyNot(actor, Right.RetireModel, model.Place) ?? (await RetirementRules.WhyKeptAsync(db, model, ct))?.Sentence,
            };
        }, ct);

    /// <summary>What the actor may do with a version, so that a page disables what a service would refuse.</summary>
    public Task<VersionRights> OfVersionAsync(string modelName, string selector, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var (model, version) = await db.FindVersionAsync(actor, modelName, selector, ct);
            return new VersionRights(
                Rights.WhyNot(actor, Right.Register, model.Place) ?? VersionWorkflow.WhyNotOwn(actor, model, version),
                Rights.WhyNot(actor, Right.EditVersion, model.Place, version.CreatedById),
                Rights.WhyNot(actor, Right.OpenRequest, model.Place))
            {
                Retirement = await RetirementRules.RefusalsAsync(db, actor, model, version, ct),
            };
        }, ct);
}

/// <summary>What somebody may do with one model: null, or the sentence that says why not and who may.</summary>
public sealed record ModelRights(string? RegisterRefusal, string? EditRefusal, string? PromoteRefusal, string? StagesRefusal)
{
    /// <summary>Whether something of it is in use, which an admin may pass over with a reason, is asked when somebody wants to.</summary>
    public string? RenameRefusal { get; init; }

    /// <summary>Also the rule that keeps it: a slot that is occupied, a version that is held.</summary>
    public string? DeleteRefusal { get; init; }
}

/// <summary>What somebody may do with one version: null, or the sentence that says why not and who may.</summary>
public sealed record VersionRights(string? FilesRefusal, string? EditRefusal, string? PromoteRefusal)
{
    public RetirementRefusals Retirement { get; init; } = RetirementRefusals.None;
}

/// <summary>Why somebody may not retire one version: null, or the rule that keeps it and who may. <see cref="Hold"/> is also about releasing a hold.</summary>
public sealed record RetirementRefusals(string? Archive, string? Unarchive, string? Delete, string? Hold)
{
    public static RetirementRefusals None { get; } = new(null, null, null, null);
}
