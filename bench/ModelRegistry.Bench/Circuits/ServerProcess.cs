using System.Globalization;

namespace ModelRegistry.Bench.Circuits;

/// <summary>What Linux says about the server's process: memory in use and processor time.</summary>
internal sealed class ServerProcess(int id)
{
    private const double TicksPerSecond = 100;

    /// <summary>Resident memory in MB.</summary>
    public double Memory =>
        File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] is var kilobytes
            ? double.Parse(kilobytes, CultureInfo.InvariantCulture) / 1_024
            : 0;

    /// <summary>Seconds of processor time since it started.</summary>
    public double Processor
    {
        get
        {
            // The name of the program may contain spaces; what follows it does not.
            var fields = File.ReadAllText($"/proc/{id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
    }
}
