using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Models;

/// <summary>The columns that a person chose are theirs, per list.</summary>
public sealed class ListChoicesTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    [Fact]
    public async Task They_are_kept_per_person_and_list_and_given_up_again()
    {
        var (model, choices) = (await staff.AModelAsync(), staff.Get<ListChoices>());

        await choices.KeepColumnsAsync(model, "size", staff.Viewer, default);
        await choices.KeepColumnsAsync(model, "metrics.loss,size", staff.Viewer, default);
        await choices.KeepColumnsAsync(null, "owner", staff.Viewer, default);

        Assert.Equal("metrics.loss,size", await choices.ColumnsAsync(model, staff.Viewer, default));
        Assert.Equal("owner", await choices.ColumnsAsync(null, staff.Viewer, default));
        Assert.Null(await choices.ColumnsAsync(model, staff.Scientist, default));
        await choices.KeepColumnsAsync(model, null, staff.Viewer, default);
        Assert.Null(await choices.ColumnsAsync(model, staff.Viewer, default));
    }

    [Fact]
    public async Task Nobody_keeps_columns_of_a_model_that_they_do_not_see_and_they_fit()
    {
        await staff.Get<ModelWorkflow>().CreateAsync(new NewModel("secret", Restricted: true), staff.Scientist, default);
        var choices = staff.Get<ListChoices>();

        await Refused.ByAsync("model_not_found", () => choices.KeepColumnsAsync("secret", "size", staff.Viewer, default));
        await Refused.ByAsync("model_not_found", () => choices.ColumnsAsync("secret", staff.Viewer, default));
        Assert.Equal(Core.Common.RefusalKind.Forbidden,
            (await Assert.ThrowsAsync<Core.Common.RegistryException>(() => choices.KeepColumnsAsync(null, "size", staff.Roleless, default))).Kind);
        Assert.Equal("columns", (await Assert.ThrowsAsync<Core.Common.RegistryException>(
            () => choices.KeepColumnsAsync(null, new string('x', 2_001), staff.Viewer, default))).Field);
    }
}
