using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Web.Api;

/// <summary>
/// Looks whether database and files can be read and written. Anybody may ask, and each look is a write to the disk: whoever asks while one is under way
/// gets its answer.
/// </summary>
internal sealed class HealthProbe(RegistryDatabase database, ArtifactStore artifacts)
{
    private readonly Lock _one = new();
    private Task<(bool Database, bool Files)> _look = Task.FromResult((false, false));

    public Task<(bool Database, bool Files)> LookAsync()
    {
        lock (_one)
        {
            return _look = _look.IsCompleted ? Task.Run(LookNowAsync) : _look;
        }
    }

    private async Task<(bool Database, bool Files)> LookNowAsync() => (await database.AnswersAsync(CancellationToken.None), artifacts.IsWritable());
}
