using ModelRegistry.Core.Policies;

namespace ModelRegistry.Web.Components.Pages.Policies;

/// <summary>What a baseline gate asks of the difference to the occupant: by the numbers, or beyond chance.</summary>
public enum BaselineAsk
{
    MayBeWorse,
    MustBeBetter,
    NotInferior,
    Superior,
}

/// <summary>A gate while somebody edits it: the fields of every kind, of which its kind shows some.</summary>
public sealed class GateForm
{
    private const string Tag = "tag";
    private const string Card = "card";

    public static IReadOnlyList<(string Kind, string Label)> Kinds { get; } =
    [
        ("metric", "A metric has a value"),
        ("baseline", "A metric against the occupant"),
        ("worstSlice", "A metric on its worst slice"),
        ("evidence", "Something is documented"),
        ("check", "A check of CI succeeded"),
        ("integrity", "The files were verified"),
        ("sequence", "It was in an earlier stage"),
    ];

    public static IReadOnlyList<(string Field, string Label)> Evidence { get; } =
    [
        .. EvidenceField.Plain.Select(field => (field, char.ToUpperInvariant(field[0]) + EvidenceField.Words(new EvidenceGate(field))[1..])),
        (Tag, "A tag"),
        (Card, "A section of the model card"),
    ];

    public required string Kind { get; init; }

    public string Metric { get; set; } = "";

    public GateOperator Op { get; set; }

    public double? Value { get; set; }

    public string Dataset { get; set; } = "";

    /// <summary>What is asked of the difference to the occupant.</summary>
    public BaselineAsk Ask { get; set; }

    public bool Relative { get; set; } = true;

    /// <summary>In percent when <see cref="Relative"/>.</summary>
    public double? Amount { get; set; }

    public string Field { get; set; } = EvidenceField.Description;

    public string FieldName { get; set; } = "";

    public bool NamesField => Field is Tag or Card;

    public string Name { get; set; } = "";

    public string PostedBy { get; set; } = "";

    public double? Hours { get; set; }

    public string Stage { get; set; } = "";

    public string Label => Kinds.First(kind => kind.Kind == Kind).Label;

    public static GateForm Of(Gate gate)
    {
        var form = new GateForm { Kind = GateText.Kind(gate) };
        form.Read(gate);
        return form;
    }

    public Gate ToGate() => Kind switch
    {
        "metric" => new MetricGate(Metric.Trim(), Op, Value ?? double.NaN, Text(Dataset)),
        "baseline" => new BaselineGate(Metric.Trim(), AmountOf(BaselineAsk.MayBeWorse), AmountOf(BaselineAsk.MustBeBetter), Relative, Text(Dataset),
            Superior: Ask == BaselineAsk.Superior ? true : null, NotInferior: AmountOf(BaselineAsk.NotInferior)),
        "worstSlice" => new WorstSliceGate(Metric.Trim(), Op, Value ?? double.NaN, Text(Dataset)),
        "evidence" => new EvidenceGate(NamesField ? $"{Field}:{FieldName.Trim()}" : Field),
        "check" => new CheckGate(Name.Trim(), Text(PostedBy)),
        "integrity" => new IntegrityGate(Hours),
        _ => new SequenceGate(Stage, Hours ?? double.NaN),
    };

    private void Read(Gate gate)
    {
        switch (gate)
        {
            case MetricGate metric:
                (Metric, Op, Value, Dataset) = (metric.Metric, metric.Op, metric.Value, metric.Dataset ?? "");
                break;
            case BaselineGate baseline:
                (Metric, Dataset, Relative) = (baseline.Metric, baseline.Dataset ?? "", baseline.Relative);
                Ask = baseline switch
                {
                    { Superior: true } => BaselineAsk.Superior,
                    { NotInferior: not null } => BaselineAsk.NotInferior,
                    { MinImprovement: not null } => BaselineAsk.MustBeBetter,
                    _ => BaselineAsk.MayBeWorse,
                };
                Amount = Shown(baseline.MaxRegression ?? baseline.MinImprovement ?? baseline.NotInferior);
                break;
            case WorstSliceGate slice:
                (Metric, Op, Value, Dataset) = (slice.Metric, slice.Op, slice.Value, slice.Dataset ?? "");
                break;
            case EvidenceGate evidence:
                (Field, FieldName) = evidence.Tag is { } tag ? (Tag, tag) : evidence.Section is { } section ? (Card, section) : (evidence.Field, "");
                break;
            case CheckGate check:
                (Name, PostedBy) = (check.Name, check.PostedBy ?? "");
                break;
            case IntegrityGate integrity:
                Hours = integrity.WithinHours;
                break;
            case SequenceGate sequence:
                (Stage, Hours) = (sequence.Stage, sequence.MinHours);
                break;
        }
    }

    private double? AmountOf(BaselineAsk ask) => Ask == ask ? Share(Amount) : null;

    // By decimals, so that 7 % is 0.07 and not 0.07000000000000001.
    private double? Share(double? amount) => amount is null ? double.NaN : Relative ? Scaled(amount.Value, 0.01m) : amount;

    private double? Shown(double? share) => share is { } value && Relative ? Scaled(value, 100m) : share;

    private static double Scaled(double value, decimal by) => Math.Abs(value) < 1e9 ? (double)((decimal)value * by) : value * (double)by;

    private static string? Text(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
