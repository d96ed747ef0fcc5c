using System.Text.Json;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Tests.Audit;

public sealed class EventDifferenceTests
{
    [Fact]
    public void Only_members_that_differ_are_lines() =>
        Assert.Equal([new("owner", "ann", "bob"), new("new", null, "1"), new("gone", "x", null)],
            Of(new { name = "fraud", owner = "ann", gone = "x", note = (string?)null }, new { name = "fraud", owner = "bob", @new = 1, note = "" }));

    [Fact]
    public void Nested_members_are_named_by_their_path() =>
        Assert.Equal([new("tags › team", "risk", "eu"), new("dataset › digest", null, "d1")],
            Of(new { tags = new { team = "risk", area = "x" } }, new { tags = new { team = "eu", area = "x" }, dataset = new { digest = "d1" } }));

    [Fact]
    public void Entries_of_a_list_are_named_by_what_they_are_called() =>
        Assert.Equal([new("metrics › loss", "value: 1, step: 2", "value: 2, step: 2"), new("metrics › 2", null, "value: 3")],
            Of(new { metrics = new object[] { new { name = "loss", value = 1, step = 2 } } },
                new { metrics = new object[] { new { name = "loss", value = 2, step = 2 }, new { value = 3 } } }));

    [Fact]
    public void Two_of_one_name_stay_two() =>
        Assert.Equal([new("loss", null, "value: 1"), new("loss (2)", null, "value: 2")],
            Of(null, new[] { new { name = "loss", value = 1 }, new { name = "loss", value = 2 } }));

    [Fact]
    public void Values_read_as_people_say_them() =>
        Assert.Equal([new("on", null, "yes"), new("off", null, "no"), new("roles", null, "Admin, Viewer"), new("at", null, "0.91")],
            Of(null, new { on = true, off = false, roles = new[] { "Admin", "Viewer" }, none = Array.Empty<string>(), at = 0.91 }));

    [Theory]
    [InlineData("3", "value")]
    [InlineData("\"x\"", "value")]
    [InlineData("{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":1}}}}}}", "a › b › c › d")]
    [InlineData("{\"\":1}", "value")]
    public void A_body_of_another_shape_still_reads(string json, string name) =>
        Assert.Equal(name, Assert.Single(EventDifference.Of(null, JsonSerializer.Deserialize<JsonElement>(json))).Name);

    private static IReadOnlyList<ChangedMember> Of(object? before, object? after) => EventDifference.Of(Json(before), Json(after));

    private static JsonElement? Json(object? value) => value is null ? null : JsonSerializer.SerializeToElement(value);
}
