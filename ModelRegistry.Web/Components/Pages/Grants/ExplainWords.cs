using ModelRegistry.Core.Grants;

namespace ModelRegistry.Web.Components.Pages.Grants;

/// <summary>What rights and relations are called where they are explained.</summary>
internal static class ExplainWords
{
    public static string Relation(string relation) => relation switch
    {
        "none" => "nothing to it",
        "visible" => "a reader",
        "contributor" => "a contributor",
        "reviewer" => "a reviewer",
        _ => "an owner",
    };

    public static string Right(ExplainedRight right) => right.Right switch
    {
        "registerModel" => "register models",
        "register" => "register versions",
        "logRuns" => "log runs",
        "logMetrics" => "log metrics",
        "requestPromotion" => "ask for promotion",
        "moveAlias" => "move aliases",
        "edit" => "edit the model",
        "rollBack" => "roll back",
        "releaseQuarantine" => "release a quarantine",
        "breakGlass" => "break glass",
        "delete" => "delete the model",
        "manageGrants" => "give access",
        "managePolicies" => "change policies",
        "manageCollections" => "change collections",
        "manageTeams" => "change teams",
        "managePeople" => "change accounts and roles",
        "readWholeAudit" => "read the whole audit trail",
        "review" => right.Stage is null ? "approve and reject" : $"approve for {right.Stage}",
        _ => right.Right,
    };
}
