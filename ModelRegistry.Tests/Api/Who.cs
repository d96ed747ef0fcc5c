namespace ModelRegistry.Tests.Api;

/// <summary>The principals of the permission table. People have one role each; tokens belong to <see cref="Scientist"/>, who registered the version.</summary>
[Flags]
public enum Who
{
    None = 0,
    Viewer = 1 << 0,
    Scientist = 1 << 1,
    OtherScientist = 1 << 2,

    /// <summary>Owns the model and has the role Viewer.</summary>
    Owner = 1 << 3,
    Reviewer = 1 << 4,
    Operator = 1 << 5,
    Emergency = 1 << 6,
    Admin = 1 << 7,
    Auditor = 1 << 8,
    WithoutRole = 1 << 9,
    ReadToken = 1 << 10,
    RegisterToken = 1 << 11,
    LogToken = 1 << 12,
    CheckToken = 1 << 13,

    /// <summary>Has every scope and is limited to another model.</summary>
    TokenOfAnotherModel = 1 << 14,
    Anonymous = 1 << 15,
    Disabled = 1 << 16,
    ExpiredToken = 1 << 17,
    RevokedToken = 1 << 18,
    PromoteToken = 1 << 19,

    /// <summary>A serving host's: resolves, and reads the files of what is in a slot.</summary>
    ResolveToken = 1 << 20,

    /// <summary>A directory's, made by <see cref="Admin"/>.</summary>
    ProvisionToken = 1 << 21,

    /// <summary>Has every scope and is limited to a collection from which the model was moved.</summary>
    TokenOfAnotherCollection = 1 << 22,

    /// <summary>Has every scope and is limited to a network that nobody here calls from.</summary>
    TokenOfAnotherNetwork = 1 << 23,

    /// <summary>Tokens that do not reach the model.</summary>
    TokenElsewhere = TokenOfAnotherModel | TokenOfAnotherCollection,

    Scientists = Scientist | OtherScientist,
    PeopleWithRole = Viewer | Scientists | Owner | Reviewer | Operator | Emergency | Admin | Auditor,
    Tokens = ReadToken | RegisterToken | LogToken | CheckToken | PromoteToken | ResolveToken | ProvisionToken | TokenElsewhere,
    Unknown = Anonymous | Disabled | ExpiredToken | RevokedToken | TokenOfAnotherNetwork,
    All = (1 << 24) - 1,
}
