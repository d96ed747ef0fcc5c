using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ModelRegistry.Core.Common;

/// <summary>
/// Answers about one model, given again from memory until anything about the model, people or tokens is committed: never one from before a change that
/// was acknowledged. What the answer depends on, such as the token that asks, must be part of the question. One process serves one database; several
/// would need to tell each other.
/// </summary>
internal sealed class FreshAnswers<TQuestion, TAnswer>(Freshness freshness, int mostKept)
    where TQuestion : notnull
    where TAnswer : notnull
{
    private readonly ConcurrentDictionary<TQuestion, Kept> _kept = new();

    public bool TryGet(TQuestion question, [NotNullWhen(true)] out TAnswer? answer)
    {
        if (_kept.TryGetValue(question, out var kept) && kept.Stamp == freshness.Stamp(kept.ModelId))
        {
            answer = kept.Answer;
            return true;
        }

        answer = default;
        return false;
    }

    /// <summary>
    /// Reads an answer and keeps it, if <paramref name="modelOf"/> names the model that it is about. The stamp must not be newer than what
    /// was read, and which model is meant is known only afterwards: so it is kept only when nothing at all was committed meanwhile.
    /// </summary>
    public async Task<TAnswer> ReadAsync(TQuestion question, Func<Task<TAnswer>> read, Func<TAnswer, Guid?> modelOf)
    {
        var commits = freshness.Commits;
        var answer = await read();
        if (modelOf(answer) is { } model)
        {
            var stamp = freshness.Stamp(model);
            if (freshness.Commits == commits)
            {
                Keep(question, new Kept(answer, model, stamp));
            }
        }

        return answer;
    }

    // Beyond the limit all are forgotten and found again.
    private void Keep(TQuestion question, Kept kept)
    {
        if (_kept.Count >= mostKept)
        {
            _kept.Clear();
        }

        _kept[question] = kept;
    }

    private sealed record Kept(TAnswer Answer, Guid ModelId, FreshnessStamp Stamp);
}
