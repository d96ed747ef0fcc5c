using System.Runtime.InteropServices;

namespace ModelRegistry.Core.Accounts;

/// <summary>
/// Hashes on a thread of its own that stands behind all others of the process: a check takes a tenth of a second of a core, and what else the
/// cores have to do should not feel that. .NET's own priorities do nothing on Linux, where each thread has a nice value.
/// </summary>
internal static class HashingThread
{
    // A tenth of what another thread gets where both want the same core; all of it where nobody else wants it.
    private const int Nice = 10;

    private const int OfTheCallingThread = 0;

    public static Task<T> RunAsync<T>(Func<T> hash)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                StepBack();
                done.SetResult(hash());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        { IsBackground = true, Name = "Hashing", Priority = ThreadPriority.BelowNormal }.Start();
        return done.Task;
    }

    /// <summary>For the rest of the thread's life; whoever may not is none the worse.</summary>
    private static void StepBack()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(0, OfTheCallingThread, Nice);
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    private static extern int SetPriority(int which, int who, int priority);
}
