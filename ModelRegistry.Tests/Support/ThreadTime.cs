using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ModelRegistry.Tests.Support;

/// <summary>What this thread itself has computed, however busy the machine is; where no clock says that, the time that passed.</summary>
internal static class ThreadTime
{
    private const int OfThisThread = 3;

    public static TimeSpan Of(Action work)
    {
        var start = Now();
        work();
        return Now() - start;
    }

    private static TimeSpan Now() => OperatingSystem.IsLinux() && GetTime(OfThisThread, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1_000.0)
        : Stopwatch.GetElapsedTime(0);

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
