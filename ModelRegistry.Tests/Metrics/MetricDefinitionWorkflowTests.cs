using ModelRegistry.Core.Access;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Metrics;

public sealed class MetricDefinitionWorkflowTests(StaffedRegistry staffed) : IClassFixture<StaffedRegistry>
{
    private static int _metrics;

    private MetricDefinitionWorkflow Workflow => staffed.Get<MetricDefinitionWorkflow>();

    private MetricDefinitions Now => staffed.Get<MetricCatalog>().Now;

    [Fact]
    public async Task A_definition_holds_at_once_for_the_metric_and_its_splits_in_any_case()
    {
        var metric = await DefinedAsync(higher: false, "ms", "0.0");

        Assert.Equal(new MetricDefinition(metric, false, "ms", "0.0"), Now.For(metric));
        Assert.Equal(new MetricDefinition($"val_{metric}", false, "ms", "0.0"), Now.For($"val_{metric}"));
        Assert.Equal(new MetricDefinition(metric.ToUpperInvariant(), false, "ms", "0.0"), Now.For(metric.ToUpperInvariant()));
    }

    [Fact]
    public async Task A_split_may_have_a_definition_of_its_own()
    {
        var metric = await DefinedAsync(higher: false, "ms", "0.0");

        await Workflow.DefineAsync(new MetricDefinition($"test_{metric}", true, "", "0"), staffed.Admin, default);

        Assert.Equal((false, true), (Now.For($"val_{metric}").HigherIsBetter, Now.For($"test_{metric}").HigherIsBetter));
    }

    [Fact]
    public async Task A_changed_built_in_goes_back_to_what_it_was()
    {
        await Workflow.DefineAsync(new MetricDefinition("perplexity", true, "bits", "0.0"), staffed.Admin, default);
        Assert.Equal(new MetricDefinition("perplexity", true, "bits", "0.0"), Now.For("perplexity"));

        await Workflow.ResetAsync("Perplexity", staffed.Admin, default);

        Assert.Equal(MetricDefinitions.BuiltIn.For("perplexity"), Now.For("perplexity"));
    }

    [Fact]
    public async Task The_event_says_what_held_before_and_what_holds_now()
    {
        var metric = await DefinedAsync(higher: false, "ms", "0.0");
        await Workflow.DefineAsync(new MetricDefinition(metric, true, "", "0.0 %"), staffed.Admin, default);

        var entry = (await staffed.Get<AuditQueries>()
            .ListAsync(new AuditSearch(Action: "metric.defined", PageSize: 1), staffed.Auditor, default)).Items.Single();

        Assert.Equal(staffed.Admin.Name, entry.Actor);
        Assert.Equal(("ms", ""), (entry.Before!.Value.GetProperty("unit").GetString(), entry.After!.Value.GetProperty("unit").GetString()));
        Assert.Equal((false, true), (entry.Before!.Value.GetProperty("higherIsBetter").GetBoolean(), entry.After!.Value.GetProperty("higherIsBetter")
            .GetBoolean()));
    }

    [Fact]
    public async Task The_same_definition_again_is_no_change()
    {
        var metric = await DefinedAsync(higher: null, "", "0");
        var before = await EventsAsync();

        await Workflow.DefineAsync(new MetricDefinition(metric, null, " ", "0"), staffed.Admin, default);
        await Workflow.DefineAsync(MetricDefinitions.BuiltIn.For("accuracy"), staffed.Admin, default);

        Assert.Equal(before, await EventsAsync());
        Assert.DoesNotContain(await Workflow.ListAsync(staffed.Admin, default), view => view is { Origin: MetricOrigin.Changed, Definition.Name: "accuracy" });
    }

    [Fact]
    public async Task Only_an_admin_may_and_no_token()
    {
        var byToken = await staffed.Registry.ByTokenAsync(staffed.Admin, [.. Scopes.All]);

        foreach (var actor in new[] { staffed.Scientist, staffed.Viewer, staffed.Auditor, staffed.Roleless })
        {
            await Refused.ByAsync("role_missing", () => Workflow.DefineAsync(new MetricDefinition("loss", true, "", "0"), actor, default));
            await Refused.ByAsync("role_missing", () => Workflow.ResetAsync("loss", actor, default));
            await Refused.ByAsync("role_missing", () => Workflow.ListAsync(actor, default));
        }

        await Refused.ByAsync("scope_missing", () => Workflow.DefineAsync(new MetricDefinition("loss", true, "", "0"), byToken, default));
    }

    [Theory]
    [InlineData("", "", "0", "field_required", "name")]
    [InlineData("a//b", "", "0", "key_invalid", "name")]
    [InlineData("loss", "twenty-one characters", "0", "field_too_long", "unit")]
    [InlineData("loss", "a\u0007", "0", "field_not_text", "unit")]
    [InlineData("loss", "", "N99", "format_unknown", "format")]
    [InlineData("loss", "", "", "format_unknown", "format")]
    [InlineData("loss", "", null, "format_unknown", "format")]
    [InlineData("loss", "ms", "0.0 %", "unit_with_percent", "unit")]
    public async Task What_cannot_be_is_refused_with_its_field(string name, string unit, string? format, string code, string field) =>
        Assert.Equal(field, (await Refused.ByAsync(code, () =>
            Workflow.DefineAsync(new MetricDefinition(name, true, unit, format!), staffed.Admin, default))).Field);

    [Fact]
    public async Task What_was_never_defined_cannot_be_taken_back() =>
        await Refused.ByAsync("metric_not_defined", () => Workflow.ResetAsync("recall", staffed.Admin, default));

    [Fact]
    public async Task The_list_has_changed_ones_first_then_those_without_a_definition_then_the_built_in()
    {
        var (metric, unknown) = (await DefinedAsync(higher: false, "ms", "0.0"), NewMetric());
        await staffed.Registry.APendingVersionAsync(staffed.Scientist, await staffed.AModelAsync(),
            new NewVersion(Metrics: [new(unknown, 1), new($"val_{metric}", 1), new("f1", 1)]));

        var list = await Workflow.ListAsync(staffed.Admin, default);

        Assert.Equal(list.Select(view => view.Origin).Order(), list.Select(view => view.Origin));
        Assert.Equal((MetricOrigin.Changed, staffed.Admin.Name),
            Assert.Single(list, view => view.Definition.Name == metric) is var changed ? (changed.Origin, changed.ChangedBy) : default);
        Assert.Equal(MetricOrigin.Undefined, Assert.Single(list, view => view.Definition.Name == unknown).Origin);
        Assert.Equal(MetricOrigin.BuiltIn, Assert.Single(list, view => view.Definition.Name == "f1").Origin);
        Assert.DoesNotContain(list, view => view.Definition.Name == $"val_{metric}");
    }

    [Fact]
    public async Task A_comparison_judges_by_the_definition_of_now()
    {
        var (model, metric) = (await staffed.AModelAsync(), await DefinedAsync(higher: true, "", "0"));
        foreach (var value in new[] { 1.0, 2.0 })
        {
            await staffed.Registry.APendingVersionAsync(staffed.Scientist, model,
                new NewVersion(Metrics: [new(metric, value)], Dataset: new VersionDataset("claims", "d1")));
        }

        Assert.Equal(MetricOutcome.Better, await OutcomeAsync(model));
        await Workflow.DefineAsync(new MetricDefinition(metric, false, "", "0"), staffed.Admin, default);

        Assert.Equal(MetricOutcome.Worse, await OutcomeAsync(model));
    }

    [Fact]
    public async Task A_defined_metric_is_a_models_primary_one_where_no_well_known_one_is()
    {
        var (metric, first, second) = (await DefinedAsync(higher: true, "", "0"), await staffed.AModelAsync(), await staffed.AModelAsync());

        await staffed.Registry.APendingVersionAsync(staffed.Scientist, first, new NewVersion(Metrics: [new("aaa", 1), new(metric, 1)]));
        await staffed.Registry.APendingVersionAsync(staffed.Scientist, second, new NewVersion(Metrics: [new(metric, 1), new("brier_score", 1)]));

        Assert.Equal((metric, "brier_score"), (await PrimaryAsync(first), await PrimaryAsync(second)));
    }

    [Fact]
    public async Task What_another_process_changed_is_seen_at_the_next_refresh()
    {
        var (metric, noticed) = (NewMetric(), 0);
        await using var other = await TestRegistry.StartAsync(
            staffed.Registry.Settings with { DataDirectory = Directory.CreateTempSubdirectory("registry-test-").FullName });
        staffed.Get<MetricCatalog>().Changed += () => noticed++;

        await other.Get<MetricDefinitionWorkflow>().DefineAsync(new MetricDefinition(metric, true, "", "0.00"), staffed.Admin, default);
        Assert.False(Now.Knows(metric));
        await staffed.Get<MetricCatalog>().RefreshAsync(default);
        await staffed.Get<MetricCatalog>().RefreshAsync(default);

        Assert.True(Now.Knows(metric));
        Assert.Equal(1, noticed);
    }

    private static string NewMetric() => $"metric{Interlocked.Increment(ref _metrics)}";

    private async Task<string> DefinedAsync(bool? higher, string unit, string format) =>
        (await Workflow.DefineAsync(new MetricDefinition(NewMetric(), higher, unit, format), staffed.Admin, default)).Name;

    private async Task<MetricOutcome> OutcomeAsync(string model) =>
        (await staffed.Get<CompareQueries>().CompareAsync(model, [1, 2], null, staffed.Viewer, default)).Metrics.Single().Cells[1].Outcome;

    private async Task<string?> PrimaryAsync(string model) => (await staffed.Get<ModelQueries>().GetAsync(model, staffed.Viewer, default)).PrimaryMetric;

    private async Task<long> EventsAsync() => (await staffed.EventsAsync())[0].Seq;
}
