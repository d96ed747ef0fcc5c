using System.Text.RegularExpressions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Architecture;

/// <summary>
/// Measured numbers are written by <c>ShownNumber</c> alone, so that one number has one text. Whoever else formats a number says here that it is none
/// that was measured: a place on a drawing, hours, a count.
/// </summary>
public sealed partial class NumberRuleTests
{
    private static readonly string[] NotMeasured =
    [
        "ModelRegistry.Core/Metrics/ShownNumber.cs",
        "ModelRegistry.Core/Compare/ComparisonCsv.cs", // for a spreadsheet: exactly, in its own spelling
        "ModelRegistry.Core/Compare/ParallelCoordinates.cs", // what a page reads back
        "ModelRegistry.Core/Data/RowShape.cs", // as rows are compared, never shown
        "ModelRegistry.Core/Policies/GateText.cs", // hours
        "ModelRegistry.Web/Components/Pages/Models/Spark.razor", // places on a drawing, here and in the next three
        "ModelRegistry.Web/Components/Pages/Models/SparkLine.cs",
        "ModelRegistry.Web/Components/Pages/Slots/TimelineChart.cs",
        "ModelRegistry.Web/Components/Pages/Slots/TimelineLanes.razor",
        "ModelRegistry.Web/Components/Pages/Retirement/SweepPanel.razor", // hours
        "ModelRegistry.Web/Components/Shared/ByteCount.cs",
        "ModelRegistry.Web/Demo/DemoHistory.cs", // what people wrote
        "ModelRegistry.Web/Hosting/StartUp.cs", // seconds of the start
    ];

    [Fact]
    public void Nobody_else_formats_a_number_that_may_have_been_measured()
    {
        var found = new[] { "ModelRegistry.Core", "ModelRegistry.Web" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Intersect(["bin", "obj", "Migrations"]).Any() && !NotMeasured.Contains(file))
            .SelectMany(file => File.ReadLines(Path.Combine(Repository.Root, file)).Where(line => Formatted().IsMatch(line))
                .Select(line => $"{file}: {line.Trim()}"));

        Assert.Empty(found);
    }

    // ToString("0.##"), {x:0.###}, {x:P1}; whole numbers with separators (N0) are counts.
    [GeneratedRegex(@"ToString\(""(0|#|[FEGRP][0-9]*""|[NC][1-9])|\{[^{}"":]+:(0\.|#|[FEGP][0-9]*\}|N[1-9])")]
    private static partial Regex Formatted();
}
