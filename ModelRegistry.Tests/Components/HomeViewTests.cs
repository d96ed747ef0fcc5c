using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Web.Components.Pages.Home;

namespace ModelRegistry.Tests.Components;

public sealed class HomeViewTests
{
    [Fact]
    public void Newer_numbers_appear_where_the_reader_knows_them()
    {
        var shown = View(["a", "b"], latest: 1, seqs: [2, 1]);

        var after = shown.InPlace(View(["b", "a"], latest: 2, seqs: [3, 2]));

        Assert.Equal([("a", 2), ("b", 2)], after!.Models.Select(model => (model.Name, model.LatestVersion!.Value)));
        Assert.Equal([2, 1], after.Activity.Select(entry => entry.Seq));
    }

    [Fact]
    public void A_model_that_is_new_on_the_page_waits_for_a_click() =>
        Assert.Null(View(["a", "b"], 1, [1]).InPlace(View(["a", "c"], 1, [1])));

    [Theory]
    [InlineData(new[] { "a", "b" }, new long[] { 2, 1 }, true)]
    [InlineData(new[] { "b", "a" }, new long[] { 2, 1 }, false)]
    [InlineData(new[] { "a", "b" }, new long[] { 3, 2 }, false)]
    public void It_is_known_whether_something_waits(string[] models, long[] seqs, bool same) =>
        Assert.Equal(same, View(["a", "b"], 1, [2, 1]).ShowsTheSameAs(View(models, 9, seqs)));

    private static HomeView View(string[] models, int latest, long[] seqs) => new(
        [.. models.Select(name => new ModelView(name, "", "ann", new Dictionary<string, string>(), false, null, latest, new Dictionary<string, int>(), default,
            "ann", default))],
        new Dictionary<string, IReadOnlyList<SparkPoint>>(),
        [.. seqs.Select(seq => new AuditEntry(seq, default, "ann", "api", "model.edited", "a", null, null, null, null, ""))],
        MayRegister: true);
}
