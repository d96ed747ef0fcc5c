using System.Diagnostics;
using Microsoft.Playwright;

namespace ModelRegistry.Tests.Support;

/// <summary>
/// The browser of the tests, found or installed so that the test command alone is enough on a bare machine: a Chromium or
/// Chrome of the system, else one from its package manager, else Playwright's own download.
/// </summary>
public static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly (string Tool, string[][] Commands)[] PackageTools =
    [
        ("apt-get", [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]),
        ("dnf", [["dnf", "install", "-y", "-q", "chromium"]]),
        ("apk", [["apk", "add", "--no-cache", "chromium"]]),
        ("pacman", [["pacman", "-Sy", "--noconfirm", "chromium"]]),
    ];

    private static readonly Lazy<BrowserTypeLaunchOptions> Found = new(FindOrInstall);

    /// <summary>What to launch with; the first call may install and take minutes.</summary>
    public static BrowserTypeLaunchOptions LaunchOptions => Found.Value;

    private static BrowserTypeLaunchOptions FindOrInstall()
    {
        var options = new BrowserTypeLaunchOptions
        {
            // A container's root has no sandbox and little shared memory; no test needs a GPU.
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
            ExecutablePath = Installed() ?? (InstallWithPackageTool() ? Installed() : null),
        };
        if (options.ExecutablePath is null && !PlaywrightInstalls())
        {
            throw new InvalidOperationException(
                "The browser tests need Chromium, and it could not be installed: install the package 'chromium' by hand, or run the tests where the package "
                    + "manager or Playwright's download is reachable.");
        }

        return options;
    }

    /// <summary>Asked for its version, because a system may hold a script of that name that only says how to install it.</summary>
    private static string? Installed() => Names.Select(OnPath).OfType<string>().FirstOrDefault(path => Succeeds([path, "--version"]));

    private static bool InstallWithPackageTool()
    {
        string[] prefix = Environment.IsPrivilegedProcess ? [] : ["sudo", "-n"];
        if (prefix.Length > 0 && (OnPath("sudo") is null || !Succeeds([.. prefix, "true"])))
        {
            return false;
        }

        return PackageTools.FirstOrDefault(tool => OnPath(tool.Tool) is not null) is { Commands: { } commands }
            && commands.All(command => Succeeds([.. prefix, .. command]));
    }

    private static bool PlaywrightInstalls() =>
        Microsoft.Playwright.Program.Main(["install", "--with-deps", "chromium"]) == 0 || Microsoft.Playwright.Program.Main(["install", "chromium"]) == 0;

    private static string? OnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    private static bool Succeeds(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
