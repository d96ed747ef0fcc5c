using System.Text.Json.Serialization;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Factors;

/// <summary>By the person who acts.</summary>
[Event(EventSubject.People, "user.second_factor_on", "Second factor turned on")]
public sealed record SecondFactorTurnedOn(SecondFactorTurnedOn.App After) : AccountEvent
{
    /// <param name="Replaced">Whether another app was in use before.</param>
    public sealed record App(bool Replaced);
}

/// <summary>By the person who acts.</summary>
[Event(EventSubject.People, "user.second_factor_off", "Second factor turned off")]
public sealed record SecondFactorTurnedOff : AccountEvent;

/// <summary>By the person who acts: the former ones no longer work.</summary>
[Event(EventSubject.People, "user.recovery_codes_renewed", "Recovery codes renewed")]
public sealed record RecoveryCodesRenewed : AccountEvent;

[Event(EventSubject.People, "user.recovery_code_used", "Recovery code used")]
public sealed record RecoveryCodeUsed(RecoveryCodeUsed.Code After) : AccountEvent
{
    /// <param name="User">Whose.</param>
    /// <param name="Left">How many they still have.</param>
    public sealed record Code(string User, int Left);
}

/// <summary>By the person who acts.</summary>
[Event(EventSubject.People, "user.passkey_added", "Passkey added")]
public sealed record PasskeyAdded(PasskeyAdded.Key After) : AccountEvent
{
    public sealed record Key(string Name);
}

/// <summary>By the person who acts.</summary>
[Event(EventSubject.People, "user.passkey_removed", "Passkey removed")]
public sealed record PasskeyRemoved(PasskeyRemoved.Key Before) : AccountEvent
{
    public sealed record Key(string Name);
}

/// <summary>By an admin: whoever it is of signs in with the password alone, until they set another up.</summary>
[Event(EventSubject.People, "user.second_factor_reset", "Second factor reset", Checkpointed = true)]
public sealed record SecondFactorReset(SecondFactorReset.Account Before) : AccountEvent
{
    public sealed record Account(string User);
}

/// <summary>Which roles ask for a second factor, and whether admins are asked again who it is.</summary>
[Event(EventSubject.People, "second_factor.demanded", "Roles that need a second factor", Checkpointed = true)]
public sealed record SecondFactorDemanded(SecondFactorDemanded.Of Before, SecondFactorDemanded.Of After) : AccountEvent
{
    public sealed record Of(IReadOnlyList<string> Roles)
    {
        /// <summary>Whether admins prove that it is still them before they purge and before they give roles.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool Proof { get; init; }
    }
}
