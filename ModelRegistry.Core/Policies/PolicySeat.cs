using System.Text.Json.Serialization;

namespace ModelRegistry.Core.Policies;

/// <summary>
/// So many of the approvals must come from people of this team. The id is written when the policy is published and decides from then on: another
/// team of the same name is another team. What is sent names the team; its id is not read.
/// </summary>
public sealed record PolicySeat(string Team, int Approvals,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? TeamId = null);
