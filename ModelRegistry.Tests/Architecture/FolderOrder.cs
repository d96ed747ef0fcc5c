namespace ModelRegistry.Tests.Architecture;

/// <summary>
/// The folders of Core in their order: a folder uses only those before it. The context class stands outside, because it alone knows
/// all tables and everybody reads through it; so does the composition root, which knows everything and is used by nobody.
/// </summary>
internal static class FolderOrder
{
    public static readonly string[] Folders =
    [
        "Common",        // words, pages, clocks, refusals: no rule of the product
        "Access",        // who acts and what they may: roles, rights, scopes
        "Audit",         // the chain: bodies, hashes, checkpoints, verification
        "Data",          // one transaction: the change, its events, its reactions
        "Models",        // what a model is, its name, who sees it
        "Notifications", // who is told
        "Accounts",      // people, passwords, sessions, tokens
        "Activity",      // the audit trail as people read it
        "Artifacts",     // files by their SHA-256
        "Metrics",       // numbers, their definitions and directions
        "Slots",         // names under a model that point at a version
        "Versions",      // sealed files with their evidence; which bytes are quarantined
        "Catalog",       // models as lists and pages show them
        "Policies",      // what a stage asks for, and what its gates say
        "Promotions",    // requests, reviews, execution
        "Stages",        // which stages there are, and what moves without asking
        "Quarantines",   // set and released
        "Rollbacks",     // back, forward, out; would it work now
        "Retirement",    // archived, deleted, purged, held
        "Consumers",     // resolve a slot; who runs what
        "Compare",       // versions side by side
        "Upkeep",        // backup, verification of everything, sweeping
    ];

    /// <summary>What is still against the order: this list only gets shorter.</summary>
    public static readonly string[] Exceptions =
    [
        "Common.Freshness → Models",
        "Access.AccessTokens → Audit",
        "Access.Passwords → Audit",
        "Access.People → Audit",
        "Access.Sessions → Audit",
        "Access.AccessTokens → Data",
        "Access.Actor → Data",
        "Access.CreatedToken → Data",
        "Access.Invited → Data",
        "Access.Passwords → Data",
        "Access.People → Data",
        "Access.PresentActor → Data",
        "Access.Sessions → Data",
        "Access.TokenActors → Data",
        "Access.TokenUse → Data",
        "Access.AccessTokens → Models",
        "Access.People → Notifications",
        "Audit.AuditQueries → Data",
        "Audit.AuditRecorder → Data",
        "Audit.RefusalCounter → Data",
        "Audit.AuditQueries → Models",
        "Audit.AuditRecorder → Models",
        "Models.Model → Metrics",
        "Models.ModelQueries → Metrics",
        "Models.ModelQueries → Slots",
        "Models.ModelWorkflow → Slots",
        "Models.ModelQueries → Versions",
        "Models.ModelQueries → Retirement",
        "Models.ModelWorkflow → Retirement",
        "Metrics.MetricLog → Versions",
        "Metrics.MetricMapping → Versions",
        "Metrics.MetricQueries → Versions",
        "Slots.AliasWorkflow → Versions",
        "Slots.EntryRules → Versions",
        "Slots.SlotMapping → Versions",
        "Slots.SlotMove → Versions",
        "Slots.SlotMoves → Versions",
        "Slots.SlotOverview → Versions",
        "Slots.StageNames → Versions",
        "Slots.StageRules → Versions",
        "Slots.AliasWorkflow → Policies",
        "Slots.EntryRules → Policies",
        "Slots.StageRules → Policies",
        "Slots.SlotMoves → Promotions",
        "Slots.StageRules → Promotions",
        "Slots.SlotOverview → Quarantines",
        "Slots.InProduction → Rollbacks",
        "Slots.SlotOverview → Rollbacks",
        "Versions.VersionEvidence → Promotions",
        "Versions.VersionWorkflow → Promotions",
        "Versions.VersionViews → Quarantines",
        "Versions.VersionWorkflow → Quarantines",
        "Versions.VersionQueries → Retirement",
        "Versions.VersionArtifacts → Upkeep",
        "Policies.FactsReader → Quarantines",
        "Promotions.AutomaticPromotions → Quarantines",
    ];
}
