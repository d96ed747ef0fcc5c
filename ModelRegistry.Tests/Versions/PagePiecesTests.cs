using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Web.Components.Pages.Versions;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Tests.Versions;

public sealed class PagePiecesTests
{
    [Fact]
    public void Metrics_are_compared_on_equal_data_sets_only()
    {
        var rows = MetricRows.Of(SomeVersion.With(2, "d2", ("accuracy", 0.9)), SomeVersion.With(1, "d1", ("accuracy", 0.8)), MetricDefinitions.BuiltIn);

        Assert.Equal(MetricOutcome.NotComparable, Assert.Single(rows.Rows).Outcome);
        Assert.Equal("v2 cannot be compared with v1: no metric of both is a number that was measured on the same data set.", rows.Answer);
    }

    [Fact]
    public void The_answer_counts_what_got_better_and_names_what_got_worse()
    {
        var rows = MetricRows.Of(
            SomeVersion.With(2, "d1", ("accuracy", 0.9), ("log_loss", 0.5), ("novelty", 3)),
            SomeVersion.With(1, "d1", ("accuracy", 0.8), ("log_loss", 0.4), ("novelty", 1)), MetricDefinitions.BuiltIn);

        Assert.Equal("v2 beats v1 on 1 of 2 metrics, loses on log_loss.", rows.Answer);
        Assert.Equal(["accuracy", "log_loss", "novelty"], rows.Rows.Select(row => row.Definition.Name));
    }

    [Fact]
    public void A_metric_that_the_version_before_lacks_is_not_called_incomparable()
    {
        var rows = MetricRows.Of(SomeVersion.With(2, "d1", ("accuracy", 0.9), ("loss", 1)), SomeVersion.With(1, "d1", ("accuracy", 0.8)),
            MetricDefinitions.BuiltIn);

        Assert.Equal([MetricOutcome.Better, MetricOutcome.Missing], rows.Rows.Select(row => row.Outcome));
    }

    [Fact]
    public void What_is_no_number_is_counted_and_not_left_out_in_silence()
    {
        var rows = MetricRows.Of(SomeVersion.With(2, "d1", ("accuracy", 0.9), ("log_loss", double.NaN), ("rmse", double.PositiveInfinity)),
            SomeVersion.With(1, "d1", ("accuracy", 0.8), ("log_loss", 0.1), ("rmse", 1)), MetricDefinitions.BuiltIn);

        Assert.Equal("v2 beats v1 on 1 of 1 metrics; 2 not comparable.", rows.Answer);
    }

    [Fact]
    public void A_first_version_is_compared_with_nothing()
    {
        Assert.Null(MetricRows.Of(SomeVersion.With(1, "d1", ("accuracy", 0.9)), null, MetricDefinitions.BuiltIn).Answer);
    }

    [Fact]
    public void Files_become_folders_with_what_lies_under_them()
    {
        var rows = FileTree.Rows([File("a.txt", 1), File("model/b.bin", 2), File("model/sub/c.bin", 4)], new HashSet<string>());

        Assert.Equal(["model/:0:6", "model/sub/:1:4", "model/sub/c.bin:2:4", "model/b.bin:1:2", "a.txt:0:1"],
            rows.Select(row => $"{row.Path}:{row.Depth}:{row.Size}"));
    }

    [Fact]
    public void A_chain_of_folders_is_one_line()
    {
        var rows = FileTree.Rows([File("a/b/c/one.bin", 1), File("a/b/c/d/two.bin", 2), File("x/y/three.bin", 4)], new HashSet<string>());

        Assert.Equal(["a/b/c/=a/b/c:0", "a/b/c/d/=d:1", "a/b/c/d/two.bin=two.bin:2", "a/b/c/one.bin=one.bin:1", "x/y/=x/y:0", "x/y/three.bin=three.bin:1"],
            rows.Select(row => $"{row.Path}={row.Name}:{row.Depth}"));
    }

    [Fact]
    public void A_closed_folder_hides_what_lies_under_it()
    {
        var rows = FileTree.Rows([File("model/b.bin", 2), File("model/sub/c.bin", 4)], new HashSet<string> { "model/" });

        Assert.Equal(2, Assert.Single(rows).Files);
    }

    [Fact]
    public void Commands_survive_awkward_names()
    {
        var version = SomeVersion.With(3, "d1");
        var file = File("dir/it's -rf $(x).bin", 1);

        Assert.Equal("""
            curl -f -H "Authorization: Bearer $REGISTRY_TOKEN" \
              -o './it'\''s -rf $(x).bin' \
              'https://registry.test/api/v1/models/fraud/versions/3/artifacts/dir/it%27s%20-rf%20%24%28x%29.bin'
            """.ReplaceLineEndings("\n"), LoadSnippets.Download("https://registry.test/", version, file));
        Assert.Equal($"echo '{file.Sha256}  ./it'\\''s -rf $(x).bin' | sha256sum -c", LoadSnippets.CheckFile(file));
    }

    [Fact]
    public void An_upload_adds_up_what_is_reported_and_is_complete_when_all_are_there()
    {
        var list = new UploadList();
        list.Replace([new UploadFile(0, "a", 100), new UploadFile(1, "b", 300)]);
        list.Begin();

        list.Apply(new UploadReport([new UploadChange(0, "done", 100, null), new UploadChange(1, "sending", 100, null)], 200, Running: true));
        Assert.Equal((50, 1, false), (list.Percent, list.Done, list.IsComplete));

        list.Apply(new UploadReport([new UploadChange(1, "done", 300, null)], 400, Running: false));
        Assert.Equal((100, 2, true), (list.Percent, list.Done, list.IsComplete));
    }

    [Fact]
    public void A_file_that_failed_says_why_and_stands_first()
    {
        var list = new UploadList();
        list.Replace([new UploadFile(0, "a", 1), new UploadFile(1, "b", 1)]);

        list.Apply(new UploadReport([new UploadChange(0, "done", 1, null), new UploadChange(1, "failed", 0, "The path is empty.")], 1, Running: false));

        Assert.Equal(["b: The path is empty.", "a: "], list.ForShow(10).Select(file => $"{file.Path}: {file.Error}"));
        Assert.Equal((1, false), (list.Failed, list.IsComplete));
    }

    [Fact]
    public void Files_added_later_leave_the_progress_of_the_others()
    {
        var list = new UploadList();
        list.Replace([new UploadFile(0, "a", 1)]);
        list.Apply(new UploadReport([new UploadChange(0, "done", 1, null)], 1, Running: false));

        list.Replace([new UploadEntry(0, "a", 1, "done", 1, null, Replaced: false, Other: null).ToFile(), new UploadFile(1, "b", 1)]);

        Assert.Equal([UploadState.Done, UploadState.Waiting], list.Files.Select(file => file.State));
    }

    [Theory]
    [InlineData("0.97", 0.97)]
    [InlineData(" 1.5e-3 ", 0.0015)]
    [InlineData("NaN", double.NaN)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    public void A_typed_metric_is_a_number_as_the_API_writes_it(string text, double value)
    {
        var form = new VersionForm();
        form.Metrics.Add(new Pair { Name = "accuracy", Value = text });

        Assert.Equal(value, Assert.Single(form.ToNew().Metrics!).Value);
    }

    [Theory]
    [InlineData("0,97")]
    [InlineData("good")]
    [InlineData("1e999")]
    public void What_is_no_number_is_refused_with_the_name_of_the_metric(string text)
    {
        var form = new VersionForm();
        form.Metrics.Add(new Pair { Name = "accuracy", Value = text });

        var refusal = Assert.Throws<RegistryException>(form.ToNew);

        Assert.Equal("metrics", refusal.Field);
        Assert.Contains("'accuracy'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_name_twice_is_refused_and_empty_rows_count_for_nothing()
    {
        Assert.Empty(Pairs.ToDictionary([new Pair()], "tags"));
        var refusal = Assert.Throws<RegistryException>(() => Pairs.ToDictionary([new Pair { Name = "a" }, new Pair { Name = "a " }], "tags"));
        Assert.Equal("'a' stands twice among the tags. Leave one of them out.", refusal.Message);
    }

    [Fact]
    public void An_edit_says_only_what_changed()
    {
        var changes = Pairs.Changes(
            new Dictionary<string, string> { ["same"] = "1", ["other"] = "1", ["gone"] = "1" },
            new Dictionary<string, string> { ["same"] = "1", ["other"] = "2", ["new"] = "3" });

        Assert.Equal(new Dictionary<string, string?> { ["other"] = "2", ["new"] = "3", ["gone"] = null }, changes);
    }

    [Fact]
    public void A_curve_is_summed_up_in_words_and_holes_stay_holes()
    {
        var chart = Assert.Single(CurveChart.Of(
            new MetricCurves([new MetricCurve("loss", "d1", [new(0, 2), new(1, double.NaN), new(2, 0.5)])], Truncated: false), 1, MetricDefinitions.BuiltIn));

        Assert.Equal("From 2.0000 at step 0 to 0.5000 at step 2.", chart.Summary);
        Assert.Equal([2.0, null, 0.5], ((Plotly.Blazor.Traces.Scatter)chart.Traces()[0]).Y);
    }

    private static ManifestEntry File(string path, long size) => new(path, Sha256Hex.Of(path), size);
}
