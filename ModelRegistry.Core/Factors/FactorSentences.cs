using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Factors;

/// <summary>Tells what happened to second factors.</summary>
internal static class FactorSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<SecondFactorTurnedOn>((entry, on) => Plainly(on.After.Replaced
            ? $"{entry.Actor} put another authenticator app in the place of the former one" : $"{entry.Actor} turned on an authenticator app as second factor"))
        .Say<SecondFactorTurnedOff>((entry, _) => Plainly($"{entry.Actor} turned off their second factor"))
        .Say<RecoveryCodesRenewed>((entry, _) => Plainly($"{entry.Actor} made new recovery codes"))
        .Say<RecoveryCodeUsed>((_, used) => Plainly($"{used.After.User} used a recovery code; {Count(used.After.Left, "code")} left"))
        .Say<PasskeyAdded>((entry, added) => Plainly($"{entry.Actor} added the passkey '{added.After.Name}'"))
        .Say<PasskeyRemoved>((entry, removed) => Plainly($"{entry.Actor} removed the passkey '{removed.Before.Name}'"))
        .Say<SecondFactorReset>((entry, reset) => Plainly($"{entry.Actor} reset the second factor of {reset.Before.User}"))
        .Say<SecondFactorDemanded>((entry, demanded) => Plainly((demanded.After.Roles.Count == 0
            ? $"{entry.Actor} asks no role for a second factor any more"
            : $"{entry.Actor} asks for a second factor of {string.Join(", ", demanded.After.Roles)}")
                + (demanded.Before.Proof, demanded.After.Proof) switch
                {
                    (false, true) => ", and admins to prove who it is before they purge and give roles",
                    (true, false) => ", and admins no more to prove who it is before they purge and give roles",
                    _ => "",
                }));
}
