using System.Globalization;
using ModelRegistry.Core.Compare;

namespace ModelRegistry.Web;

/// <summary>
/// Every address of a page. Relative to the base address (no leading slash), so that a path base works;
/// names are escaped here and nowhere else.
/// </summary>
public static class Urls
{
    public const string Home = "";
    public const string Models = "models";
    public const string RegisterModel = "register-model";
    public const string Runs = "runs";

    /// <summary>Runs beside each other: those of the query <c>r</c>.</summary>
    public const string CompareRuns = "runs/compare";
    public const string Reviews = "reviews";
    public const string Quarantines = "quarantines";
    public const string AllQuarantines = "quarantines?tab=all";
    public const string Datasets = "datasets";
    public const string Activity = "activity";

    /// <summary>Every call of the API, to be read and tried.</summary>
    public const string Reference = "reference";
    public const string OpenApi = "openapi/v1.json";

    /// <summary>The whole audit chain as JSON lines, for the offline verifier.</summary>
    public const string AuditExport = "api/v1/audit/export";
    public const string Admin = "admin";
    public const string AdminUsers = "admin/users";

    /// <summary>The same, with the invitation open.</summary>
    public const string Invite = $"{AdminUsers}?invite=true";
    public const string AdminMetrics = "admin/metrics";
    public const string AdminStages = "admin/stages";
    public const string AdminBin = "admin/bin";
    public const string AdminPolicies = "admin/policies";
    public const string AdminTeams = "admin/teams";
    public const string AdminCollections = "admin/collections";
    public const string AdminGrants = "admin/grants";
    public const string SignOut = "account/sign-out";
    public const string Password = "account/password";
    public const string Tokens = "account/tokens";
    public const string StandIn = "account/stand-in";
    public const string AdminTokens = "admin/tokens";

    /// <summary>What a token touched.</summary>
    public static string Token(Guid id) => $"{Tokens}/{id}";

    /// <summary>One's own second factor.</summary>
    public const string Security = "account/security";
    public const string FirstRun = "account/first-run";

    /// <summary>With which providers one's account is connected.</summary>
    public const string Logins = "account/sign-in-providers";
    public const string ProviderSignIns = "account/sign-in-through";

    public static string Experiment(int id) => string.Create(CultureInfo.InvariantCulture, $"runs/{id}");

    public static string Run(int experiment, string id) => $"{Experiment(experiment)}/{Escape(id)}";

    /// <summary>A file of a run, as a download.</summary>
    public static string RunFile(string run, string path) => $"get-artifact?run_id={Escape(run)}&path={Escape(path)}";

    /// <summary>A picture of a run, for showing on a page.</summary>
    public static string RunPicture(string run, string path) => $"run-pictures/{Escape(run)}/{EscapePath(path)}";

    public static string Model(string name) => $"models/{Escape(name)}";

    public static string Version(string name, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"models/{Escape(name)}/versions/{number}");

    /// <summary>The value of <c>act</c> that opens the dialog to promote a version, or to roll a slot back.</summary>
    public const string PromoteAct = "promote";

    /// <inheritdoc cref="PromoteAct"/>
    public const string RollBackAct = "rollback";

    /// <summary>A version, with the dialog to promote it open.</summary>
    public static string BeginPromotion(string name, int number) => $"{Version(name, number)}?act={PromoteAct}";

    /// <summary>A model, with the dialog to roll a slot back open.</summary>
    public static string BeginRollback(string name, string slot) => $"{Model(name)}?act={RollBackAct}&slot={Escape(slot)}";

    /// <summary>Where a version comes from, and where it went.</summary>
    public static string Lineage(string name, int number) => $"{Version(name, number)}/lineage";

    /// <summary>Which versions used the data set of that digest.</summary>
    public static string Dataset(string digest) => $"{Datasets}?digest={Escape(digest)}";

    /// <summary>What happened to a model, only one kind of it.</summary>
    public static string ActivityOf(string model, string action) => $"{Activity}?model={Escape(model)}&action={Escape(action)}";

    /// <summary>What somebody did.</summary>
    public static string ActivityBy(string address) => $"{Activity}?actor={Escape(address)}";

    public static string ReviewsTab(string tab) => $"{Reviews}?tab={Escape(tab)}";

    /// <summary>What somebody had before them when they decided; without a decision: when they broke the glass.</summary>
    public static string Sheet(long request, int? review) => string.Create(CultureInfo.InvariantCulture,
        $"requests/{request}/{(review is { } number ? $"reviews/{number}" : "emergency")}");

    /// <summary>
    /// A promotion request by its number; that of a post-review, rollback or quarantine leads to it too, because all are counted together.
    /// </summary>
    public static string Request(long number) => string.Create(CultureInfo.InvariantCulture, $"requests/{number}");

    public static string Rollback(long number) => string.Create(CultureInfo.InvariantCulture, $"rollbacks/{number}");

    public static string PostReview(long number) => string.Create(CultureInfo.InvariantCulture, $"post-reviews/{number}");

    public static string AdminGrantsOn(string collection) => $"{AdminGrants}?collection={Escape(collection)}";

    /// <summary>What somebody may do, and why.</summary>
    public static string AdminUser(string address) => $"{AdminUsers}/{Escape(address)}";

    /// <summary>Who sees a model, and why; with what one of them may do with it.</summary>
    public static string ModelAccess(string model, string? person = null) =>
        $"{Model(model)}/access{(person is null ? "" : $"?person={Escape(person)}")}";

    /// <summary>The models of a collection; not those below it.</summary>
    public static string ModelsIn(string collection) => $"{Models}?q={Escape($"collection = '{collection}'")}";

    /// <summary>The models that somebody owns.</summary>
    public static string ModelsOf(string owner)
    {
        var quote = owner.Contains('\'', StringComparison.Ordinal) ? '"' : '\'';
        return $"{Models}?q={Escape($"owner = {quote}{owner}{quote}")}";
    }

    /// <summary>The editor of the server's policy of a stage.</summary>
    public static string AdminPolicy(string stage) => $"{AdminPolicies}/{Escape(stage)}";

    /// <summary>The policies of a collection, its own and those that come down to it.</summary>
    public static string AdminPoliciesOf(string collection) => $"{AdminPolicies}?collection={Escape(collection)}";

    /// <summary>The editor of a collection's policy of a stage.</summary>
    public static string AdminPolicyOf(string collection, string stage) => $"{AdminPolicy(stage)}?collection={Escape(collection)}";

    /// <summary>The editor of a model's own policy of a slot.</summary>
    public static string ModelPolicy(string name, string slot) => $"{Model(name)}/policies/{Escape(slot)}";

    /// <summary>The same address with another model in it; null when there is none in it, or it is that model already.</summary>
    public static string? Renamed(string address, string name)
    {
        var end = address.IndexOfAny(['?', '#']);
        var (path, rest) = end < 0 ? (address, "") : (address[..end], address[end..]);
        var segments = path.Split('/');
        if (segments is not [Models, var former, ..] || Uri.UnescapeDataString(former) == name)
        {
            return null;
        }

        segments[1] = Escape(name);
        return string.Join('/', segments) + rest;
    }

    public static string UploadVersion(string name) => $"models/{Escape(name)}/upload";

    public static string Model(string name, string tab) => $"{Model(name)}?tab={Escape(tab)}";

    /// <summary>A file of a version, as it is uploaded and downloaded by pages and scripts alike.</summary>
    public static string Artifact(string name, int number, string path) => $"{ArtifactFolder(name, number)}/{EscapePath(path)}";

    /// <summary>Where a version's files are; its own address lists them.</summary>
    public static string ArtifactFolder(string name, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"api/v1/models/{Escape(name)}/versions/{number}/artifacts");

    /// <summary>A version of a model's card as one HTML file, to be printed or kept.</summary>
    public static string CardDocument(string name, int version, bool download = false) => string.Create(CultureInfo.InvariantCulture,
        $"api/v1/models/{Escape(name)}/card/html?version={version}{(download ? "&download=true" : "")}");

    /// <summary>Where a serving host asks which version is in a slot.</summary>
    public static string Resolve(string name, string slot) => $"api/v1/resolve/{Escape(name)}@{Escape(slot)}";

    /// <summary>The same for js/upload.js, which puts each file's encoded path in the place of <c>{path}</c>.</summary>
    public static string ArtifactTemplate(string name, int number) => $"{ArtifactFolder(name, number)}/{{path}}";

    /// <summary>A picture of a version, for showing on a page.</summary>
    public static string Picture(string name, int number, string path) =>
        string.Create(CultureInfo.InvariantCulture, $"pictures/{Escape(name)}/{number}/{EscapePath(path)}");

    public static string Compare(string name, IEnumerable<int> versions, int? baseVersion = null)
    {
        var numbers = string.Join(',', versions.Select(v => v.ToString(CultureInfo.InvariantCulture)));
        var address = $"models/{Escape(name)}/compare?v={numbers}";
        return baseVersion is { } b ? string.Create(CultureInfo.InvariantCulture, $"{address}&base={b}") : address;
    }

    /// <summary>Versions of several models side by side.</summary>
    public static string Compare(IEnumerable<VersionRef> versions, VersionRef? baseVersion = null) =>
        $"compare?v={List(versions)}{(baseVersion is { } b ? $"&base={List([b])}" : "")}";

    /// <summary>The table of a comparison as a file.</summary>
    public static string CompareTable(IEnumerable<VersionRef> versions, VersionRef? baseVersion) =>
        $"api/v1/compare?versions={List(versions)}{(baseVersion is { } b ? $"&base={List([b])}" : "")}&format=csv";

    /// <summary>The page to come back to is a local path (without the base); the sign-in page must check that again.</summary>
    public static string SignIn(string? returnTo = null) =>
        string.IsNullOrEmpty(returnTo) ? "account/sign-in" : $"account/sign-in?returnUrl={Escape(returnTo)}";

    /// <summary>Where a browser is sent on to a provider, to come back to a page (a local path) signed in.</summary>
    public static string ProviderSignIn(string provider, string? returnTo = null) =>
        $"{ProviderSignIns}/{Escape(provider)}" + (string.IsNullOrEmpty(returnTo) ? "" : $"?returnUrl={Escape(returnTo)}");

    /// <summary>The sign-in page with a sentence (protected) that says why a provider's did not work.</summary>
    public static string SignedInNot(string said, string? returnTo) =>
        $"account/sign-in?said={Escape(said)}" + (string.IsNullOrEmpty(returnTo) ? "" : $"&returnUrl={Escape(returnTo)}");

    /// <summary>The one-time link with which an invited person sets a password.</summary>
    public static string Invitation(string secret) => $"account/invitation?token={Escape(secret)}";

    private static string List(IEnumerable<VersionRef> versions) => string.Join(',',
        versions.Select(version => string.Create(CultureInfo.InvariantCulture, $"{Escape(version.Model)}:{version.Number}")));

    private static string EscapePath(string path) => string.Join('/', path.Split('/').Select(Escape));

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
