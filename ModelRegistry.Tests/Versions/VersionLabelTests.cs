using ModelRegistry.Core.Common;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Versions;

public sealed class VersionLabelTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    [Theory]
    [InlineData("2.1.0")]
    [InlineData("v2")]
    [InlineData("2.1.0-rc.1+build_7")]
    public void A_label_reads_like_a_release(string label) => Assert.Equal(label, VersionLabel.Check(label));

    [Theory]
    [InlineData("2024")]
    [InlineData("0")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("größe")]
    [InlineData("１２")]
    [InlineData(".1")]
    [InlineData("1.")]
    [InlineData("..")]
    public void A_label_that_reads_as_a_number_or_does_not_fit_an_address_is_refused(string label) =>
        Assert.Equal("label_invalid", Assert.Throws<RegistryException>(() => VersionLabel.Check(label)).Code);

    [Fact]
    public async Task A_label_resolves_like_a_number_without_regard_to_case()
    {
        var model = await staff.AModelAsync();
        await staff.Registry.APendingVersionAsync(staff.Scientist, model, new NewVersion(Label: "RC-1"));

        Assert.Equal(1, (await staff.Get<VersionQueries>().GetAsync(model, "rc-1", staff.Viewer, default)).Number);
    }

    [Fact]
    public async Task A_label_is_unique_in_its_model_without_regard_to_case()
    {
        var (model, another) = (await staff.AModelAsync(), await staff.AModelAsync());
        await staff.Registry.APendingVersionAsync(staff.Scientist, model, new NewVersion(Label: "rc-1"));

        var refusal = await Refused.ByAsync("label_taken", () => staff.Registry.APendingVersionAsync(staff.Scientist, model, new NewVersion(Label: "RC-1")));

        Assert.Equal((RefusalKind.Conflict, "label"), (refusal.Kind, refusal.Field));
        Assert.Equal("RC-1", (await staff.Registry.APendingVersionAsync(staff.Scientist, another, new NewVersion(Label: "RC-1"))).Label);
    }

    [Fact]
    public async Task A_label_is_set_once()
    {
        var model = await staff.AModelAsync();
        await staff.Registry.APendingVersionAsync(staff.Scientist, model);
        var workflow = staff.Get<VersionWorkflow>();
        await workflow.EditAsync(model, "1", new VersionEdit(Label: "1.0.0"), staff.Scientist, default);

        Assert.Equal("1.0.0", (await workflow.EditAsync(model, "1", new VersionEdit(Label: "1.0.0"), staff.Scientist, default)).Label);
        await Refused.ByAsync("label_set", () => workflow.EditAsync(model, "1", new VersionEdit(Label: "1.0.1"), staff.Scientist, default));
    }
}
