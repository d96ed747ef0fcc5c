using ModelRegistry.Tests.Support;
using static ModelRegistry.Tests.Api.Who;

namespace ModelRegistry.Tests.Api;

/// <summary>
/// Who may call a route. Who is not named gets 403, or 404 where what the route is about is hidden from them; who is nobody
/// to the server gets 401 on every route.
/// </summary>
/// <param name="Method">The method.</param>
/// <param name="Pattern">The route.</param>
/// <param name="Allowed">Who may.</param>
/// <param name="Hidden">To whom it is not there.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Query">What is asked for behind the address.</param>
public sealed record PermissionRow(string Method, string Pattern, Who Allowed, Who Hidden = None, string? Body = null, string? Query = null)
{
    public override string ToString() => $"{Method} {Pattern}";
}

/// <summary>A route that is no part of the API, and why it stands where it does.</summary>
public sealed record OtherRoute(string Pattern, bool Open, string Why);

/// <summary>Design section 5 as data: every route of the running program has a row here, or the tests fail.</summary>
public static partial class PermissionTable
{
    private const string Models = "/api/v1/models";
    private const string Model = Models + "/{name}";
    private const string Card = Model + "/card";
    private const string Versions = Model + "/versions";
    private const string Version = Versions + "/{version}";
    private const string Requests = "/api/v1/requests";
    private const string Teams = "/api/v1/teams";
    private const string Team = Teams + "/{team}";
    private const string Grants = "/api/v1/grants";
    internal const string StandIn = "/api/v1/account/stand-in";
    private const string StandIns = "/api/v1/stand-ins";
    private const string Collections = "/api/v1/collections";
    private const string CollectionOf = Collections + "/{**path}";
    private const string Request = Requests + "/{id:long}";
    private const string Policies = "/api/v1/policies/{stage}";
    private const string Artifact = Version + "/artifacts/{**path}";

    // Whoever has a role reads every model that is not restricted; a token needs the scope.
    private const Who Readers = PeopleWithRole | ReadToken;

    // Whoever may take a version out of use: its registrant, also by token, the owner of the model, admins.
    private const Who Retirers = Scientist | Owner | Admin | RegisterToken;

    // Of a model that they do not see, these learn nothing, whatever the route.
    private const Who Blind = WithoutRole | TokenElsewhere;

    public static IReadOnlyList<PermissionRow> Rows { get; } =
    [
        new("GET", Models, Readers | TokenElsewhere),
        new("POST", Models, Scientists | RegisterToken, Body: """{"name":"{new}"}"""),
        new("GET", Model, Readers, Hidden: TokenElsewhere),
        new("PATCH", Model, Owner | Admin, Hidden: Blind, Body: """{"description":"{new}"}"""),
        new("PATCH", Model, Owner | Admin, Hidden: Blind, Body: """{"name":"{model}"}"""),
        new("GET", Card, Readers, Hidden: TokenElsewhere),
        new("PUT", Card, Owner | Admin, Hidden: Blind, Body: """{"markdown":"{new}"}"""),
        new("POST", Card + "/approve", Reviewer, Hidden: Blind, Body: """{"version":{card}}"""),
        new("GET", Card + "/versions", Readers, Hidden: TokenElsewhere),
        new("GET", Card + "/versions/{number:int}", Readers, Hidden: TokenElsewhere),
        new("GET", Card + "/html", Readers, Hidden: TokenElsewhere),
        new("GET", Versions, Readers, Hidden: TokenElsewhere),
        new("POST", Versions, Scientists | Owner | RegisterToken, Hidden: Blind, Body: "{}"),
        new("GET", Version, Readers, Hidden: TokenElsewhere),
        new("PATCH", Version, Scientist | Owner | Admin | RegisterToken, Hidden: Blind, Body: """{"description":"{new}"}"""),
        new("POST", Versions + "/bulk", Scientist | Owner | Admin | RegisterToken, Hidden: Blind,
            Body: """{"act":"tag","versions":[1],"tags":{"bulk":"{new}"}}"""),
        new("POST", Models + "/bulk", Owner | Admin, Hidden: Blind, Body: """{"act":"tag","models":["{model}"],"tags":{"bulk":"{new}"}}"""),
        new("POST", Version + "/seal", Scientist | Owner | RegisterToken, Hidden: Blind),
        new("POST", Version + "/verify", Readers, Hidden: TokenElsewhere),
        new("POST", Version + "/archive", Retirers, Hidden: Blind),
        new("POST", Version + "/unarchive", Retirers, Hidden: Blind),
        new("DELETE", Version, Retirers, Hidden: Blind),
        new("POST", Version + "/restore", Retirers, Hidden: All & ~Unknown & ~Retirers),
        new("POST", Version + "/purge", Admin, Body: """{"reason":"Personal data."}"""),
        new("POST", Version + "/hold", Admin, Body: """{"reason":"A claim."}"""),
        new("POST", Version + "/unhold", Admin),
        new("DELETE", Model, Owner | Admin, Hidden: Blind),
        new("POST", Model + "/restore", Owner | Admin, Hidden: All & ~Unknown & ~(Owner | Admin)),
        new("GET", "/api/v1/bin", Admin),
        new("POST", "/api/v1/store/sweep", Admin),
        // The version that these are about is in no slot: a token that resolves reads none of it (ResolveScopeTests has the others).
        new("GET", Version + "/artifacts", Readers, Hidden: TokenElsewhere),
        new("PUT", Artifact, Scientist | Owner | RegisterToken, Hidden: Blind, Body: "weights"),
        new("GET", Artifact, Readers, Hidden: TokenElsewhere),
        new("HEAD", Artifact, Readers, Hidden: TokenElsewhere),
        new("POST", Version + "/metrics", Scientists | Owner | LogToken, Hidden: Blind, Body: """[{"name":"accuracy","value":0.9}]"""),
        new("GET", Version + "/metrics/{metric}/history", Readers, Hidden: TokenElsewhere),
        new("GET", Version + "/checks", Readers, Hidden: TokenElsewhere),
        new("POST", Version + "/checks", Scientists | Owner | CheckToken, Hidden: Blind, Body: """{"name":"bias-audit","state":"success"}"""),
        new("POST", Version + "/quarantine", Reviewer | Operator | Owner, Hidden: Blind, Body: """{"reason":"Latency."}"""),
        new("POST", Version + "/release", Reviewer, Hidden: Blind, Body: """{"reason":"It was the load balancer."}"""),
        new("GET", Version + "/lineage", Readers, Hidden: TokenElsewhere),
        new("GET", "/api/v1/datasets/versions", Readers | TokenElsewhere),
        new("GET", "/api/v1/search", Readers | TokenElsewhere),
        new("GET", "/api/v1/completions", Readers | TokenElsewhere),
        new("POST", "/api/v1/datasets/quarantine",
            Reviewer | Operator | Owner, Hidden: Blind,
            Body: """{"digest":"{dataset}","versions":[{"model":"{model}","version":{version}}],"reason":"Labels."}"""),
        new("GET", "/api/v1/quarantines", Readers | TokenElsewhere),
        new("GET", Model + "/compare", Readers, Hidden: TokenElsewhere),
        new("GET", "/api/v1/compare", Readers, Hidden: TokenElsewhere),
        new("GET", Model + "/slots", Readers, Hidden: TokenElsewhere),
        new("GET", Model + "/slots/{slot}/history", Readers, Hidden: TokenElsewhere),
        new("GET", Model + "/slots/{slot}/rollback", Readers, Hidden: TokenElsewhere),
        new("POST", Model + "/slots/{slot}/rollback", Reviewer | Operator | Owner, Hidden: Blind,
            Body: """{"reason":"Wrong predictions","expectedOccupant":2,"quarantine":false}"""),
        new("GET", Model + "/consumers", Readers, Hidden: TokenElsewhere),
        new("GET", "/api/v1/resolve/{name}@{slot}", Readers | ResolveToken, Hidden: TokenElsewhere),
        new("PUT", Model + "/aliases/{alias}", Scientists | Owner | PromoteToken, Hidden: Blind, Body: """{"version":1}"""),
        new("DELETE", Model + "/aliases/{alias}", Scientists | Owner | PromoteToken, Hidden: Blind),
        new("GET", "/api/v1/stages", Readers | TokenElsewhere),
        new("PUT", "/api/v1/stages", Admin, Body: """{"stages":["staging","production"]}"""),
        new("GET", Model + "/stages", Readers, Hidden: TokenElsewhere),
        new("PUT", Model + "/stages", Admin, Body: """{"stages":["production","staging"]}"""),
        new("DELETE", Model + "/stages", Admin),
        new("POST", Model + "/stages/{stage}/requests", Scientists | Owner | PromoteToken, Hidden: Blind, Body: """{"version":{version}}"""),
        new("GET", Requests, Readers | TokenElsewhere),
        new("GET", Request, Readers, Hidden: TokenElsewhere),
        new("GET", Request + "/reviews/{review:int}/sheet", Readers, Hidden: TokenElsewhere),
        new("GET", Request + "/emergency/sheet", Readers, Hidden: TokenElsewhere),
        new("GET", Request + "/comments", Readers, Hidden: TokenElsewhere),
        new("POST", Request + "/comments", PeopleWithRole | PromoteToken, Hidden: TokenElsewhere, Body: """{"comment":"A remark."}"""),
        new("DELETE", Request + "/comments/{comment:long}", Scientist | Owner | Admin | PromoteToken, Hidden: Blind),
        new("POST", Request + "/reviews", Reviewer, Hidden: Blind, Body: """{"decision":"approve","subject":"{subject}"}"""),
        new("POST", Request + "/withdraw", Scientist | PromoteToken, Hidden: Blind, Body: "{}"),
        new("POST", Request + "/dismiss", Admin, Body: """{"reason":"The reviewer is away."}"""),
        new("POST", Request + "/execute", Scientist | Owner | Reviewer | PromoteToken, Hidden: Blind, Body: """{"subject":"{subject}"}"""),
        new("GET", "/api/v1/post-reviews", Readers | TokenElsewhere),
        new("POST", "/api/v1/post-reviews/{id:long}", Reviewer, Body: """{"decision":"confirm"}"""),
        new("GET", "/api/v1/tokens", PeopleWithRole),
        new("POST", "/api/v1/tokens", PeopleWithRole, Body: """{"name":"{new}","scopes":["read"]}"""),
        new("DELETE", "/api/v1/tokens/{id:guid}", Scientist | Admin, Hidden: PeopleWithRole & ~(Scientist | Admin)),
        new("POST", "/api/v1/tokens/{id:guid}/rotate", Scientist, Hidden: PeopleWithRole & ~Scientist, Body: """{"overlapHours":1}"""),
        new("GET", "/api/v1/tokens/{id:guid}/touched", Scientist | Admin, Hidden: PeopleWithRole & ~(Scientist | Admin)),
        // It is the reviewer who named one.
        new("GET", StandIn, Reviewer, Hidden: PeopleWithRole & ~Reviewer),
        new("PUT", StandIn, Reviewer, Body: """{"person":"{reviewer}","until":"2999-01-01T00:00:00Z"}"""),
        new("DELETE", StandIn, Reviewer, Hidden: PeopleWithRole & ~Reviewer),
        new("GET", StandIns, PeopleWithRole),
        new("DELETE", StandIns + "/{id:guid}", Reviewer | Admin, Hidden: PeopleWithRole & ~(Reviewer | Admin | Auditor)),
        new("GET", "/api/v1/users", Admin),
        new("POST", "/api/v1/users", Admin, Body: """{"email":"{new}@example.test"}"""),
        new("PATCH", "/api/v1/users/{id:guid}", Admin, Body: """{"displayName":"{new}"}"""),
        new("PUT", "/api/v1/users/{id:guid}/roles", Admin, Body: """{"roles":["Viewer"]}"""),
        new("DELETE", "/api/v1/users/{id:guid}/second-factor", Admin),
        new("DELETE", "/api/v1/users/{id:guid}/sessions", Admin),
        new("POST", "/api/v1/account/proof", PeopleWithRole | WithoutRole, Body: $$"""{"proof":"{{Given.Password}}"}"""),
        new("GET", "/api/v1/second-factor/roles", Admin),
        new("PUT", "/api/v1/second-factor/roles", Admin, Body: """{"roles":[]}"""),
        new("GET", Teams, Readers | TokenElsewhere),
        new("POST", Teams, Admin, Body: """{"name":"{new}"}"""),
        new("GET", Team, Readers | TokenElsewhere),
        new("PATCH", Team, Admin, Body: """{"name":"{new}"}"""),
        new("DELETE", Team, Admin),
        new("GET", Grants, Admin),
        new("POST", Grants, Owner | Admin, Hidden: TokenElsewhere, Body: """{"to":{"team":"{team}"},"on":{"model":"{model}"},"right":"read"}"""),
        new("DELETE", Grants + "/{id:guid}", Owner | Admin, Hidden: TokenElsewhere),
        new("GET", "/api/v1/explain", Owner | Admin | Auditor, Hidden: TokenElsewhere, Query: "model={model}&person=nobody@example.test"),
        new("GET", "/api/v1/explain/viewers", Owner | Admin | Auditor, Hidden: TokenElsewhere, Query: "model={model}"),
        new("GET", "/api/v1/explain/move", Owner | Admin, Hidden: TokenElsewhere, Query: "model={model}&to=/"),
        new("GET", "/api/v1/explain/person", Admin | Auditor, Query: "person={somebody}"),
        new("GET", Collections, Readers),
        new("POST", Collections, Admin, Body: """{"path":"{new}"}"""),
        new("GET", CollectionOf, Readers),
        new("PATCH", CollectionOf, Admin, Hidden: TokenOfAnotherCollection, Body: """{"description":"{new}"}"""),
        new("DELETE", CollectionOf, Admin, Hidden: TokenOfAnotherCollection),
        new("GET", "/api/v1/audit", Readers | TokenElsewhere),
        new("GET", "/api/v1/audit/export", Admin | Auditor),
        new("GET", "/api/v1/audit/verify", Admin | Auditor),
        new("POST", "/api/v1/audit/acknowledge", Admin, Body: """{"reason":"The disk was exchanged."}"""),
        new("GET", Policies, Readers | TokenElsewhere),
        new("PUT", Policies, Admin, Body: """{"requiredApprovals":1}"""),
        new("GET", Policies + "/history", Readers | TokenElsewhere),
        new("GET", Policies + "/collections/{**path}", Readers),
        new("PUT", Policies + "/collections/{**path}", Admin, Body: """{"requiredApprovals":1}"""),
        new("GET", Policies + "/history/collections/{**path}", Readers),
        new("GET", Model + "/policies/{stage}", Readers, Hidden: TokenElsewhere),
        new("PUT", Model + "/policies/{stage}", Admin, Body: """{"requiredApprovals":1}"""),
        new("GET", Model + "/policies/{stage}/history", Readers, Hidden: TokenElsewhere),
        new("GET", "/api/v1/views", Readers | TokenElsewhere),
        new("POST", "/api/v1/views", PeopleWithRole | RegisterToken | TokenElsewhere, Body: """{"name":"{new}","list":"models","query":"q=fraud"}"""),
        new("DELETE", "/api/v1/views/{id:guid}", Scientist | RegisterToken | TokenElsewhere, Hidden: PeopleWithRole & ~Scientist),
        new("GET", "/api/v1/notifications", PeopleWithRole),
        new("POST", "/api/v1/notifications/read", PeopleWithRole, Body: "{}"),
        new("GET", "/openapi/v1.json", All & ~Unknown),
        .. Scim,
        .. Mlflow,
        .. Tracking,
    ];

    /// <summary>Routes for browsers and load balancers. Open ones are reached without signing in, so each says why.</summary>
    public static IReadOnlyList<OtherRoute> Others { get; } =
    [
        new("/_blazor", Open: false, "the circuit of a page"),
        new("/_blazor/negotiate", Open: false, "the circuit of a page"),
        new("/_blazor/disconnect", Open: false, "the circuit of a page"),
        new("/_blazor/initializers", Open: false, "start of a circuit"),
        new("/_framework/opaque-redirect", Open: false, "redirects of enhanced navigation"),
        new("/{**path:file}", Open: false, "static files that changed since the build, in development only"),
        new("/error", Open: true, "what anybody sees when the server fails; says nothing else"),
        new("/not-found", Open: false, "what people see who are signed in"),
        new("/account/first-run", Open: true, "makes the first account; asks for the secret that the console printed"),
        new("/account/invitation", Open: true, "whoever is invited has no password yet; the link holds the secret"),
        new("/account/sign-in", Open: true, "one must be able to sign in"),
        new("/account/sign-out", Open: true, "ends a session if there is one; nothing else"),
        new("/account/sign-in-through/{provider}", Open: true, "sends to a provider whoever is to sign in there; keeps nothing but a cookie for the way back"),
        new("/account/sign-in-providers", Open: false, "page: how one signs in oneself"),
        new("/account/password", Open: false, "one's own password"),
        new("/account/tokens", Open: false, "page: one's own tokens"),
        new("/account/tokens/{Id:guid}", Open: false, "page: what a token of one's own touched; its services ask whose it is"),
        new("/admin/tokens", Open: false, "page: its service asks for the right"),
        new("/account/passkeys/creation-options", Open: false, "one's own account; asks for the password or a code"),
        new("/account/passkeys/add", Open: false, "one's own account; answers what the other began"),
        new("/account/passkeys/request-options", Open: true, "a challenge for whoever signs in with a passkey"),
        new("/account/passkeys/sign-in", Open: true, "one must be able to sign in"),
        new("/account/security", Open: false, "page: one's own second factor"),
        new("/account/stand-in", Open: false, "page: one's own stand-in"),
        new("/activity", Open: false, "page: events that one may see; its services ask for the right to verify"),
        new("/admin", Open: false, "page: its services ask for the right"),
        new("/admin/users", Open: false, "page: its services ask for the right"),
        new("/admin/users/{Address}", Open: false, "page: its services ask for the right"),
        new("/models/{Name}/access", Open: false, "page: of others only for who manages its grants"),
        new("/admin/teams", Open: false, "page: its services ask for the right"),
        new("/admin/collections", Open: false, "page: its services ask for the right"),
        new("/admin/grants", Open: false, "page: its services ask for the right"),
        new("/admin/bin", Open: false, "page: its services ask for the right"),
        new("/admin/stages", Open: false, "page: its service asks for the right"),
        new("/admin/policies", Open: false, "page: its services ask for the right"),
        new("/admin/policies/{Stage}", Open: false, "page: its services ask for the right"),
        new("/models/{Name}/policies/{Stage}", Open: false, "page: its services ask for the right"),
        new("/admin/metrics", Open: false, "page: its service asks for the right"),
        new("/", Open: false, "page: what concerns oneself"),
        new("/models", Open: false, "page: models that one may see"),
        new("/models/{Name}", Open: false, "page: a model that one may see"),
        new("/models/{Name}/compare", Open: false, "page: versions of a model that one may see"),
        new("/compare", Open: false, "page: versions of several models that one may see"),
        new("/models/{Name}/upload", Open: false, "page: its service asks for the right"),
        new("/models/{Name}/versions/{Selector}", Open: false, "page: a version of a model that one may see"),
        new("/run-pictures/{run}/{**path}", Open: false, "a picture of a run of an experiment that one may see"),
        new("/pictures/{name}/{version}/{**path}", Open: false, "a picture of a version of a model that one may see"),
        new("/rollbacks/{Number:long}", Open: false, "page: leads to the post-review of a rollback of a model that one may see"),
        new("/post-reviews/{Number:long}", Open: false, "page: what was done without approval to a model that one may see"),
        new("/models/{Name}/versions/{Selector}/lineage", Open: false, "page: where a version of a model that one may see comes from"),
        new("/datasets", Open: false, "page: which versions used a data set, in models that one may see; its service asks for the right"),
        new("/reference", Open: false, "page: the API as it is described; a call is tried as whoever looks"),
        new("/quarantines", Open: false, "page: quarantines in models that one may see"),
        new("/requests/{Number:long}", Open: false, "page: a request about a model that one may see"),
        new("/requests/{Number:long}/reviews/{Review:int}", Open: false, "page: what a reviewer of a request had before them"),
        new("/requests/{Number:long}/emergency", Open: false, "page: what an emergency execution was decided by"),
        new("/reviews", Open: false, "page: requests about models that one may see"),
        new("/register-model", Open: false, "page: its service asks for the right"),
        new("/api/2.0/mlflow-artifacts/mpu/{**rest}", Open: true, "says to everybody that files are not uploaded in parts, and nothing else"),
        new("/api/2.0/mlflow-artifacts/presigned/{**path}", Open: true, "says to everybody that there are no addresses elsewhere, and nothing else"),
        new("/runs", Open: false, "page: experiments that one may see"),
        new("/runs/{Id:int}", Open: false, "page: the runs of an experiment that one may see"),
        new("/runs/{Experiment:int}/{Id}", Open: false, "page: a run of an experiment that one may see"),
        new("/runs/compare", Open: false, "page: runs that one may see"),
        new("/health", Open: true, "probes of MLflow have no account; says OK and nothing else"),
        new("/version", Open: true, "MLflow's command line asks before it signs in; says which version of this program runs"),
        new("/health/live", Open: true, "load balancers have no account; says nothing but that the process runs"),
        new("/health/ready", Open: true, "load balancers have no account; says only which part does not work"),
    ];
}
