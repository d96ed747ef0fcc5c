using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.StandIns;

/// <summary>In place of the one before, if there was one.</summary>
[Event(EventSubject.People, "stand_in.named", "Stand-in named", Checkpointed = true)]
public sealed record StandInNamed(StandInView? Before, StandInView After) : AccountEvent;

[Event(EventSubject.People, "stand_in.ended", "Stand-in ended", Checkpointed = true)]
public sealed record StandInEnded(StandInView Before) : AccountEvent;
