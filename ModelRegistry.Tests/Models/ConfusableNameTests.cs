using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Models;

/// <summary>Names that a program tells apart and a person does not.</summary>
public sealed class ConfusableNameTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    private static int _serial;

    [Theory]
    [InlineData("payroll", "p\u0430yroll")]
    [InlineData("scope", "\u0455\u0441\u043e\u0440\u0435")]
    [InlineData("model-1", "model-l")]
    [InlineData("model-O", "model-0")]
    [InlineData("corner", "comer")]
    [InlineData("Alpha", "\u0391lpha")]
    [InlineData("caf\u00e9", "\u0441af\u00e9")]
    public async Task A_name_that_looks_like_another_is_for_its_owner_and_for_admins(string name, string alike)
    {
        var end = $" {Interlocked.Increment(ref _serial)}x";
        await staff.Registry.AModelAsync(staff.Scientist, name + end);

        var refusal = await Refused.ByAsync("model_name_confusable", () => staff.Registry.AModelAsync(staff.OtherScientist, alike + end));
        await staff.Registry.AModelAsync(staff.OtherScientist, "quite another" + end);
        var renamed = await Refused.ByAsync("model_name_confusable", () =>
            staff.Get<ModelRenames>().RenameAsync("quite another" + end, alike + end, null, staff.OtherScientist, default));

        Assert.Equal((RefusalKind.Forbidden, refusal.Message), (renamed.Kind, renamed.Message));
        Assert.Equal(alike + end, (await staff.Registry.AModelAsync(staff.Scientist, alike + end)).Name);
    }

    [Fact]
    public async Task An_admin_may_take_it_too()
    {
        await staff.Registry.AModelAsync(staff.Scientist, "admins may");
        var admin = await staff.Registry.PersonAsync("naming", Roles.Admin, Roles.DataScientist);

        Assert.Equal("admins m\u0430y", (await staff.Registry.AModelAsync(admin, "admins m\u0430y")).Name);
    }

    [Theory]
    [InlineData("fraud", "Fraud", true)]
    [InlineData("fraud-2", "fraud-3", false)]
    [InlineData("model", "modell", false)]
    [InlineData("\u4e0d\u6b63", "\u4e0d\u660e", false)]
    [InlineData("\u0438\u0432\u0430\u043d", "\u0438\u0432\u0430n", false)]
    public void What_differs_to_the_eye_has_another_skeleton(string one, string other, bool same) =>
        Assert.Equal(same, NameSkeleton.Of(one) == NameSkeleton.Of(other));
}
