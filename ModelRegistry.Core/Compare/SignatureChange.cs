namespace ModelRegistry.Core.Compare;

/// <summary>What a change of a signature means to whoever calls the base.</summary>
public enum SignatureImpact
{
    /// <summary>No caller notices.</summary>
    Compatible,

    /// <summary>Every call still works, and some mean something else: a default that changed, a parameter that is ignored now.</summary>
    Noticeable,

    /// <summary>Calls that worked fail, or their callers do on the answer.</summary>
    Breaking,
}

/// <summary>Which part of a signature changed.</summary>
public enum SignatureSide
{
    Input,
    Output,
    Param,
}

/// <summary>
/// One field that changed. <see cref="Name"/> is its name, or <c>#1</c> for the first one without; <see cref="Before"/> and <see cref="After"/> are
/// its types, null where there is none. <see cref="Why"/> is a sentence.
/// </summary>
public sealed record SignatureChange(SignatureSide Side, string Name, SignatureImpact Impact, string? Before, string? After, string Why);

/// <summary>How another signature stands to the base.</summary>
public enum SignatureVerdict
{
    Same,
    Compatible,

    /// <summary>Compatible for every call, but see the changes.</summary>
    Noticeable,
    Breaking,

    /// <summary>One of the two declares none.</summary>
    Unknown,
}

/// <summary>Whether a caller of the base still works with the other signature, and each field that is not the same.</summary>
public sealed record SignatureComparison(SignatureVerdict Verdict, IReadOnlyList<SignatureChange> Changes);
