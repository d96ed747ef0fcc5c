using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

/// <summary>Where a call came in.</summary>
public enum Door
{
    Browser,
    Api,
    Mlflow,
    Job,
}

/// <summary>What is missing of a second factor until somebody may do anything.</summary>
public enum MissingFactor
{
    None,

    /// <summary>Their password is right, and their account asks for a second factor too.</summary>
    ToShow,

    /// <summary>A role of theirs asks for a second factor, and they came without one.</summary>
    ToSetUp,
}

/// <summary>
/// Who acts, through which door and with which roles right now. An explicit argument of every service call, never ambient
/// and never empty.
/// </summary>
public sealed record Actor(Guid? UserId, string Name, Door Door, IReadOnlySet<string> Roles)
{
    /// <summary>The access token used, if any: it narrows what its owner may do and never widens it.</summary>
    public TokenGrant? Token { get; init; }

    /// <summary>The grants in force, their own and those of their teams.</summary>
    public IReadOnlyList<HeldGrant> Grants { get; init; } = [];

    /// <summary>The signed-in browser that the call came from, if any; the actor ends with it.</summary>
    public Guid? Session { get; init; }

    /// <summary>When it was last proved in that session that it is still them; null where no session is.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>Which password of the account proved who acts, if one did: the security stamp of then, which a new password changes.</summary>
    public string? PasswordStamp { get; init; }

    /// <summary>By what they proved who they are, if this session or password did.</summary>
    public SignInWay? Way { get; init; }

    /// <summary>Anything but None, and <see cref="Rights"/> refuses whatever they ask for.</summary>
    public MissingFactor Missing { get; init; }

    /// <summary>Where the call came from, for sign-in events; null for jobs.</summary>
    public string? Address { get; init; }

    /// <summary>
    /// What was called, for what the trail says of refusals and reads: <c>POST /api/v1/models</c>, or the page that is open: <c>PAGE /models/fraud</c>;
    /// null for jobs.
    /// </summary>
    public string? Route { get; init; }

    /// <summary>The model that the address of the call or page names, as it is written there; null where it names none.</summary>
    public string? NamedModel { get; init; }

    /// <summary>The call's idempotency key, if it came with one: its one change happens once, however often the call comes.</summary>
    public IdempotencyKey? Idempotency { get; init; }

    /// <summary>Where reads note the present name of a model that was asked for by a former one.</summary>
    public CanonicalName? Canonical { get; init; }

    /// <summary>The registry itself: migrations, jobs, the demo's setting-up.</summary>
    public static Actor System { get; } = new(null, "registry", Door.Job, new HashSet<string>());

    public static Actor Anonymous(Door door, string? address) => new(null, "anonymous", door, new HashSet<string>()) { Address = address };

    public bool IsSystem => UserId is null && Door == Door.Job;

    public bool Is(string role) => Roles.Contains(role);
}

/// <summary>
/// What an access token allows: scopes, and the models and <see cref="Collections"/> that it is limited to (both null: all that its owner sees).
/// </summary>
public sealed record TokenGrant(Guid Id, IReadOnlySet<string> Scopes, IReadOnlySet<Guid>? ModelIds)
{
    /// <summary>The collections that it is limited to and all below them: what lies in one of them now is within its reach.</summary>
    public IReadOnlySet<Guid>? Collections { get; init; }

    /// <summary>The normalised names of the slots that it resolves; null for all.</summary>
    public IReadOnlySet<string>? Slots { get; init; }

    /// <summary>Whether it reaches less than its owner sees.</summary>
    public bool IsLimited => ModelIds is not null || Collections is not null;

    /// <summary>How far it reaches, for a query; asked where it <see cref="IsLimited"/>.</summary>
    internal Reach Reach => new(Everywhere: false, [.. ModelIds ?? new HashSet<Guid>()], [.. Collections ?? new HashSet<Guid>()]);
}
