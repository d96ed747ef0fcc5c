using System.Globalization;
using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.StandIns;

/// <summary>Tells who reviews for whom.</summary>
internal static class StandInSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<StandInNamed>((entry, named) => Plainly($"{entry.Actor} named {named.After.Person} to stand in for them {Period(named.After)}"))
        .Say<StandInEnded>((entry, ended) => Plainly($"{entry.Actor} ended that {ended.Before.Person} stands in for {ended.Before.For}"));

    /// <summary>Its time by days.</summary>
    public static string Period(StandInView standIn) => string.Create(CultureInfo.InvariantCulture,
        $"from {standIn.From.UtcDateTime:d MMMM yyyy HH:mm} until {standIn.Until.UtcDateTime:d MMMM yyyy HH:mm} UTC");
}
