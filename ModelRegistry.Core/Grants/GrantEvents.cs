using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Grants;

/// <summary>What the trail keeps of a grant: whom, on what (a model, a collection, or the server with neither), and how far.</summary>
public sealed record RecordedGrant(Guid Id, string? Person, string? Team, string? Collection, string? Model, GrantRight Right, IReadOnlyList<string>? Stages,
    DateTimeOffset? Until);

[Event(EventSubject.People, "grant.given", "Grant given", Checkpointed = true, Spreads = true)]
public sealed record GrantGiven(ModelRef? Model, RecordedGrant After) : AccountEvent(Model: Model);

[Event(EventSubject.People, "grant.ended", "Grant taken away", Checkpointed = true, Spreads = true)]
public sealed record GrantEnded(ModelRef? Model, RecordedGrant Before, string? Reason = null) : AccountEvent(Reason, Model);
