namespace ModelRegistry.Bench.Lists;

/// <summary>What people and scripts ask of long lists. {i} is another number in each round, so that nothing is answered from memory alone.</summary>
internal static class ListQuestions
{
    /// <summary>Every order of a list of versions; also read at page 1,000.</summary>
    public static readonly string[] VersionOrders =
    [
        "number", "created", "label", "framework", "status", "size", "metrics.accuracy", "metrics.f1", "metrics.latency_p95_ms", "params.family",
        "params.learning_rate", "tags.team", "tags.kind",
    ];

    public static readonly string[] VersionFilters =
    [
        "number > {i}", "number in ({i}, 7)", "label = '1.{i}0.0'", "label like '1.{i}%'", "status = 'READY'", "status = 'FAILED'", "framework = 'onnx'",
        "dataset = 'set 1'", "dataset = 'd{i}'", "stage = 'production'", "alias = 'champion'", "created >= '2024-02-01T00:{m}:00Z'",
        "createdBy = 'bench@example.test'", "digest like 'sha256:{h}%'", "archived = 'false'", "quarantined = 'true'", "quarantined = 'false'",
        "metrics.accuracy > 0.9{i}", "metrics.accuracy < 0.5000{i}", "metrics.accuracy >= 0.6 and metrics.accuracy < 0.61{i}",
        "metrics.`never measured` > 0.{i}", "tags.team = 'risk'", "tags.team like 'r%'", "tags.team ilike 'R%'", "tags.`not there` = '{i}'",
        "params.family = 'svc'", "params.learning_rate = '0.00{m}'", "params.learning_rate like '0.01%'", "params.family in ('svc', 'mlp')",
        "not status = 'READY'", "status = 'FAILED' or metrics.accuracy > 0.9{i}", "tags.team = 'risk' and not params.family = 'svc'",
        "metrics.accuracy > 0.9 and params.family = 'svc' and tags.team = 'ads' and status = 'READY'", "half precision", "precision", "no such word {i}",
    ];

    /// <summary>A filter that finds many and one that finds few, each in an order that another index gives.</summary>
    public static readonly (string Filter, string Order)[] VersionBoth =
    [
        ("metrics.accuracy > 0.6", "metrics.latency_p95_ms"), ("metrics.accuracy > 0.9999", "metrics.loss desc"),
        ("tags.team = 'risk'", "metrics.accuracy desc"),
        ("params.family = 'svc'", "created desc"), ("metrics.accuracy < 0.9", "metrics.accuracy desc"), ("tags.team = 'risk'", "tags.team"),
        ("number < 100000", "number desc"), ("status = 'READY'", "metrics.accuracy desc"), ("params.learning_rate = '0.0042'", "tags.team"),
        ("framework = 'onnx'", "params.family, number"), ("label like '1.%'", "metrics.f1 desc, metrics.accuracy desc"),
        ("", "params.family, metrics.accuracy desc"), ("", "tags.team desc, created"), ("", "framework, label desc, metrics.loss"),
        ("", "metrics.f1 desc, metrics.accuracy desc"), ("", "metrics.accuracy desc, metrics.loss"), ("", "status, params.learning_rate desc"),
        ("", "tags.kind, metrics.latency_p95_ms, number"), ("status = 'READY'", "params.family, metrics.accuracy desc"),
        ("metrics.accuracy > 0.9 and tags.team = 'risk'", "framework, metrics.loss"), ("status = 'FAILED'", "params.family, metrics.accuracy desc"),
        ("status = 'FAILED'", "metrics.loss"), ("metrics.accuracy >= 0.6 and metrics.accuracy < 0.61", "metrics.loss desc"),
        ("metrics.accuracy >= 0.6 and metrics.accuracy < 0.605", "created desc"), ("dataset = 'd1{i}'", "metrics.loss"),
        ("precision", "metrics.accuracy desc"), ("half precision", "metrics.accuracy desc"),
    ];

    public static readonly string[] ModelOrders = ["name", "updatedAt", "createdAt", "metrics.accuracy"];

    public static readonly string[] ModelFilters =
    [
        "name = 'fraud {i}'", "name like 'fraud%'", "name ilike '%UD 1%'", "owner = 'owner3@example.test'", "description ilike '%customers%'",
        "created >= '2024-01-05T00:{m}:00Z'", "updated >= '2024-01-05T00:{m}:00Z'", "stage = 'production'", "alias = 'champion'", "tags.team = 'vision'",
        "tags.`cost centre` like '40%'", "label like '0.%'", "status = 'READY'", "framework = 'onnx'", "dataset = 'set 1'", "digest like 'sha256:{h}%'",
        "params.family = 'svc'", "metrics.accuracy > 0.9{i}", "stage = 'production' and metrics.accuracy >= 0.9", "customers", "fraud 1", "no such word {i}",
    ];

    public static readonly string[] Searches =
    [
        "fraud", "fraud {i}", "fraud {i} v3", "many versions 1{i}", "many versions 1.{i}0.0", "sha256:{h}{h}", "compare many versions 8 {i}",
        "no such word {i}",
    ];

    /// <summary>What is typed so far into the box of one model's versions.</summary>
    public static readonly string[] VersionTyped =
    [
        "", "m", "tags.", "metrics.a", "params.", "tags.team = ", "params.learning_rate = '0.0", "framework = '", "dataset = ", "createdBy = ", "label = '1",
        "stage = ", "status = 'READY' and metrics.accuracy > 0.9 and tags.kind = '",
    ];

    /// <summary>The same of the list of models.</summary>
    public static readonly string[] ModelTyped =
    [
        "", "t", "tags.", "metrics.", "params.", "name = 'fr", "owner = '", "tags.team = '", "framework = ", "dataset = ", "label = ", "alias = ",
        "params.family = ",
    ];

    public static readonly string[] VersionFacets =
    [
        "", "status = 'READY'", "status = 'FAILED'", "tags.team = 'risk' and metrics.accuracy > 0.6", "metrics.accuracy >= 0.6 and metrics.accuracy < 0.61{i}",
        "label like '1.{i}%'", "half precision", "no such word {i}",
    ];

    public static readonly string[] ModelFacets =
        ["", "fraud", "stage = 'production'", "tags.team = 'vision'", "metrics.accuracy > 0.9{i}", "no such word {i}"];

    /// <summary>The other lists that span models.</summary>
    public static readonly string[] Lists =
    [
        "requests?state=open", "requests?reviewer=me", "requests", "quarantines", "post-reviews", "audit", "experiments", "views", "collections", "grants",
        "teams", "notifications", "collections?under=unit%201",
    ];

    public static readonly string[] ListsOfPeople =
    [
        "users", "teams", "grants", "collections", "teams/team%20003", "grants?person=member@example.test", "grants?team=team%20003",
        "grants?collection=unit%201/desk%201", "explain?model=fraud%20{i}&person=member@example.test",
    ];

    /// <summary>Metrics over all versions of the model of many; null: as its page opens.</summary>
    public static readonly string?[] Charts = [null, "loss", "f1", "never measured"];

    public static string At(this string text, int round) => text
        .Replace("{i}", (10 + (round % 90)).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{m}", (10 + (round % 50)).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{h}", (0xA00 + (round * 37 % 0x5FF)).ToString("x3", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
