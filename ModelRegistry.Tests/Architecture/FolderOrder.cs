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
        "Filters",       // one grammar of searching, and pages by any order
        "Models",        // what a model is, its name, who sees it
        "Notifications", // who is told
        "Accounts",      // people, passwords, sessions, tokens
        "Factors",       // second factors, and whether it is still that person
        "Activity",      // the audit trail as people read it
        "Artifacts",     // files by their SHA-256
        "Statistics",    // intervals and tests, as published
        "Metrics",       // numbers, their definitions and directions
        "Experiments",   // what runs belong to, and who sees it
        "Runs",          // trainings: what they were given, measured and made
        "RunFiles",      // files that scripts log, by where they said they are
        "Slots",         // names under a model that point at a version
        "Versions",      // sealed files with their evidence; which bytes are quarantined
        "Catalog",       // models registered, edited, listed and charted
        "Teams",         // people with a name, who hold grants and seats together
        "Providers",     // who vouches for people elsewhere: sign-in, and what their groups bring
        "Provisioning",  // people and teams as a directory says
        "Grants",        // who may do what where beside their roles, and why
        "StandIns",      // who reviews for somebody for a while
        "Collections",   // where models live, and what comes down to them
        "Registrations", // versions made of what is stored: of a run, a logged model, another version
        "Cards",         // what a model says of itself, written and approved
        "Policies",      // what a stage asks for, and what its gates say
        "Moves",         // what changes when something goes to another collection
        "Promotions",    // requests, reviews, execution
        "Stages",        // which stages there are, and what moves without asking
        "Quarantines",   // set and released
        "Rollbacks",     // back, forward, out; would it work now
        "Retirement",    // archived, deleted, purged, held
        "Consumers",     // resolve a slot; who runs what
        "Compare",       // versions side by side
        "Lineage",       // from the data set to the hosts, and what a wrong one touches
        "Mlflow",        // models and versions as MLflow's clients ask for them
        "Views",         // lists as somebody likes to look at them, under a name
        "Search",        // one box for everything
        "Upkeep",        // backup, verification of everything, sweeping
    ];
}
