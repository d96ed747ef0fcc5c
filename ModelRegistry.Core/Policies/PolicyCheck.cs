using System.Globalization;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Policies;

/// <summary>
/// What a policy must be like to be published. Refuses with the field that is wrong, else returns the content as it is kept:
/// names trimmed, stages spelt as they are called, the present direction written into each comparison.
/// </summary>
internal sealed class PolicyCheck(PolicyTarget target)
{
    private const int MostHours = 365 * 24;
    private const int SectionMaxLength = 200;

    public async Task<PolicyContent> CheckAsync(RegistryDbContext db, PolicyContent content, CancellationToken ct) =>
        Check(await PolicySeats.CheckAsync(db, content, ct));

    /// <summary>All but its seats, which only the database knows.</summary>
    public PolicyContent Check(PolicyContent content)
    {
        Within("requiredApprovals", content.RequiredApprovals, 0, PolicyContent.MaxApprovals);
        Within("byRisk.medium", content.ByRisk?.Medium ?? 0, 0, PolicyContent.MaxApprovals);
        Within("byRisk.high", content.ByRisk?.High ?? 0, 0, PolicyContent.MaxApprovals);
        Within("expiresAfterDays", content.ExpiresAfterDays, 1, PolicyContent.MaxExpiryDays);
        if (!Enum.IsDefined(content.Execution))
        {
            throw RegistryException.Invalid("execution", "field_invalid", "execution is onApproval or manual.");
        }

        if (content.Gates.Count > PolicyContent.MaxGates)
        {
            throw RegistryException.Invalid("gates",
                "too_many", string.Create(CultureInfo.InvariantCulture,
                $"{content.Gates.Count} gates are more than the {PolicyContent.MaxGates} that are allowed."));
        }

        var gates = content.Gates.Select((gate, index) => Check(gate, Field(index))).ToList();
        RefuseDuplicates(gates);
        PolicyContradictions.Refuse(gates);
        return content with { Gates = gates, ByRisk = content.ByRisk is { Medium: 0, High: 0 } ? null : content.ByRisk };
    }

    internal static string Field(int index, string member = "") => string.Create(CultureInfo.InvariantCulture, $"gates[{index}]{member}");

    private Gate Check(Gate? gate, string field) => gate switch
    {
        null => throw RegistryException.Invalid(field, "field_required", $"{field} is null. Leave it out, or say what it asks for."),
        MetricGate metric => Check(metric, field),
        BaselineGate baseline => Check(baseline, field),
        WorstSliceGate slice => Check(slice, field),
        EvidenceGate evidence => Check(evidence, field),
        CheckGate check => check with
        {
            Name = Text.Check($"{field}.name", Text.CheckKey($"{field}.name", check.Name), VersionCheck.NameMaxLength),
            PostedBy = Text.CheckOptional($"{field}.postedBy", check.PostedBy, RegistryUser.EmailMaxLength),
        },
        IntegrityGate integrity => integrity.WithinHours is { } hours && !(hours > 0 && hours <= MostHours)
            ? throw RegistryException.Invalid($"{field}.withinHours", "field_invalid",
                Between($"{field}.withinHours must be more than 0 and at most", MostHours))
            : integrity,
        SequenceGate sequence => Check(sequence, field),
        _ => throw GateText.Unknown(gate),
    };

    private static MetricGate Check(MetricGate gate, string field)
    {
        Finite($"{field}.value", gate.Value);
        return Enum.IsDefined(gate.Op)
            ? gate with { Metric = MetricName.Check($"{field}.metric", gate.Metric), Dataset = Dataset(field, gate.Dataset) }
            : throw RegistryException.Invalid($"{field}.op", "field_invalid", $"{field}.op is one of >=, >, <= and <.");
    }

    private BaselineGate Check(BaselineGate gate, string field)
    {
        var metric = MetricName.Check($"{field}.metric", gate.Metric);
        bool[] asks = [gate.MaxRegression is not null, gate.MinImprovement is not null, gate.Superior == true, gate.NotInferior is not null];
        if (asks.Count(said => said) != 1)
        {
            throw RegistryException.Invalid($"{field}.maxRegression", "field_invalid",
                $"{field} needs exactly one of maxRegression (how much worse it may be), minImprovement (how much better it must be), "
                + "superior (true: proven to be better) and notInferior (how much worse it is proven not to be).");
        }

        NotNegative($"{field}.maxRegression", gate.MaxRegression);
        NotNegative($"{field}.minImprovement", gate.MinImprovement);
        NotNegative($"{field}.notInferior", gate.NotInferior);
        if (gate.NotInferior == 0)
        {
            throw RegistryException.Invalid($"{field}.notInferior", "field_invalid",
                $"{field}.notInferior must be more than 0: that nothing is worse at all cannot be proven. Ask for superior, or say how much is no matter.");
        }

        var direction = target.Metrics.For(metric).HigherIsBetter ?? throw RegistryException.Invalid($"{field}.metric", "metric_direction_unknown",
            $"Whether a higher {metric} is better is not known. Define the metric first; an admin does that.");
        return gate with
        {
            Metric = metric,
            Dataset = Dataset(field, gate.Dataset),
            HigherIsBetter = direction,
            Superior = gate.Superior == true ? true : null,
        };
    }

    private static WorstSliceGate Check(WorstSliceGate gate, string field)
    {
        Finite($"{field}.value", gate.Value);
        var metric = MetricName.Check($"{field}.metric", gate.Metric);
        return SlicedMetric.Read(metric) is not null
            ? throw RegistryException.Invalid($"{field}.metric", "field_invalid",
                $"{field}.metric is the metric without a slice: all its slices are looked at.")
            : Enum.IsDefined(gate.Op)
                ? gate with { Metric = metric, Dataset = Dataset(field, gate.Dataset) }
                : throw RegistryException.Invalid($"{field}.op", "field_invalid", $"{field}.op is one of >=, >, <= and <.");
    }

    private static EvidenceGate Check(EvidenceGate gate, string field)
    {
        field = $"{field}.field";
        var asked = Text.Check(field, gate.Field, Text.KeyMaxLength + EvidenceGate.CardPrefix.Length, required: true);
        return gate switch
        {
            { Tag: { } tag } => new EvidenceGate(EvidenceGate.TagPrefix + Text.CheckKey(field, tag)),
            { Section: { } section } => new EvidenceGate(EvidenceGate.CardPrefix + Text.Check(field, section.Trim(), SectionMaxLength, required: true)),
            _ when EvidenceField.Plain.Contains(asked) => gate,
            _ => throw RegistryException.Invalid(field, "evidence_unknown",
                $"'{asked}' is no evidence. It is one of {string.Join(", ", EvidenceField.Plain)}, tag:NAME and card:SECTION."),
        };
    }

    private SequenceGate Check(SequenceGate gate, string field)
    {
        if (!(gate.MinHours >= 0 && gate.MinHours <= MostHours))
        {
            throw RegistryException.Invalid($"{field}.minHours", "field_invalid", Between($"{field}.minHours must be 0 to", MostHours));
        }

        var normalized = SlotName.TryNormalize(Text.Check($"{field}.stage", gate.Stage, SlotName.MaxLength, required: true));
        if (normalized == target.NormalizedSlot)
        {
            throw RegistryException.Invalid($"{field}.stage", "stage_is_itself",
                $"A version cannot have to be in {target.Slot} before it gets there. Name an earlier stage.");
        }

        return target.Stages.FirstOrDefault(stage => stage.NormalizedName == normalized) is { } stage
            ? gate with { Stage = stage.Name }
            : throw RegistryException.Invalid($"{field}.stage", "stage_unknown",
                $"There is no stage '{gate.Stage}' here. The stages are {string.Join(", ", target.Stages.Select(stage => stage.Name))}.");
    }

    private static void RefuseDuplicates(List<Gate> gates)
    {
        for (var i = 0; i < gates.Count; i++)
        {
            if (gates.IndexOf(gates[i]) is var first && first < i)
            {
                throw RegistryException.Invalid(Field(i), "gate_repeated",
                    $"{Field(i)} and {Field(first)} are the same: {GateText.Expression(gates[i])}. Leave one out.");
            }
        }
    }

    private static string? Dataset(string field, string? dataset) => Text.CheckOptional($"{field}.dataset", dataset, NewVersion.DatasetNameMaxLength);

    private static void NotNegative(string field, double? value)
    {
        if (value is not { } number)
        {
            return;
        }

        Finite(field, number);
        if (number < 0)
        {
            throw RegistryException.Invalid(field, "field_invalid", $"{field} must be 0 or more; 0.02 with relative true means 2 %.");
        }
    }

    private static void Finite(string field, double value)
    {
        if (!double.IsFinite(value))
        {
            throw RegistryException.Invalid(field, "number_not_finite", $"{field} must be a finite number: nothing is compared with {GateText.Plain(value)}.");
        }
    }

    private static void Within(string field, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw RegistryException.Invalid(field, "field_invalid", string.Create(CultureInfo.InvariantCulture, $"{field} must be {least} to {most}."));
        }
    }

    private static string Between(string lead, int most) => string.Create(CultureInfo.InvariantCulture, $"{lead} {most}.");
}
