using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Policies;

public enum ExecutionMode
{
    /// <summary>The last needed approval executes.</summary>
    [JsonStringEnumMemberName("onApproval")]
    OnApproval,

    /// <summary>Somebody clicks once it is approved.</summary>
    [JsonStringEnumMemberName("manual")]
    Manual,
}

/// <summary>
/// What a policy asks for: how many approvals, which gates, and how a move happens. <see cref="Reauthenticate"/>: whoever approves, or breaks the glass,
/// proves just before that it is still them.
/// </summary>
public sealed record PolicyContent(
    int RequiredApprovals = 1,
    ExecutionMode Execution = ExecutionMode.OnApproval,
    bool Automatic = false,
    IReadOnlyList<Gate>? Gates = null,
    int ExpiresAfterDays = PolicyContent.DefaultExpiryDays,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RiskApprovals? ByRisk = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<PolicySeat>? Seats = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Reauthenticate = false)
{
    public const int DefaultExpiryDays = 30;
    public const int MaxExpiryDays = 365;
    public const int MaxApprovals = 20;
    public const int MaxGates = 50;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static PolicyContent Open { get; } = new(RequiredApprovals: 0);

    public IReadOnlyList<Gate> Gates { get; init; } = Gates ?? [];

    /// <summary>A stage without approvals and gates: whoever may ask for a move makes it.</summary>
    [JsonIgnore]
    public bool IsOpen => RequiredApprovals == 0 && Gates.Count == 0 && ByRisk is null;

    /// <summary>
    /// What a request must satisfy that was opened under this policy while <paramref name="inForce"/> is in force now: the
    /// gates of both, the larger number of approvals in all and of each team, a separate click or a proof of who approves if either asks for one.
    /// </summary>
    public PolicyContent Union(PolicyContent inForce)
    {
        var seats = PolicySeats.Union(Seats, inForce.Seats);
        return Union(inForce, seats, Math.Max(Math.Max(RequiredApprovals, inForce.RequiredApprovals), PolicySeats.Sum(seats)));
    }

    /// <summary>How many approvals a version needs whose card rates the risk so; the same as without <see cref="ByRisk"/> where that asks for less.</summary>
    public int ApprovalsFor(CardRisk? risk) => Math.Max(RequiredApprovals, ByRisk?.For(risk) ?? 0);

    /// <summary>The text that is stored and hashed; two equal contents have the same.</summary>
    public string ToText() => JsonSerializer.Serialize(this, Json);

    public static PolicyContent FromText(string text) => JsonSerializer.Deserialize<PolicyContent>(text, Json)
        ?? throw new InvalidOperationException("A stored policy is empty.");

    private PolicyContent Union(PolicyContent inForce, IReadOnlyList<PolicySeat>? seats, int approvals) => this with
    {
        RequiredApprovals = approvals,
        Seats = seats,
        Execution = Execution == ExecutionMode.Manual || inForce.Execution == ExecutionMode.Manual ? ExecutionMode.Manual : ExecutionMode.OnApproval,
        Gates = [.. Gates.Union(inForce.Gates)],
        ByRisk = RiskApprovals.Larger(ByRisk, inForce.ByRisk),
        Reauthenticate = Reauthenticate || inForce.Reauthenticate,
    };
}
