using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Runs;

/// <summary>The order of a table of runs as its heads offer it: what started last first, unless another is asked for.</summary>
internal static class RunSort
{
    public static readonly ListSort List = new("start_time DESC", " ASC", " DESC");
}
