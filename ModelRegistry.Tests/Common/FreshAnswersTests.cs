using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Common;

/// <summary>An answer that is kept was read from a state that lasted as long as the reading.</summary>
public sealed class FreshAnswersTests
{
    private static readonly ModelRef Model = new(Guid.NewGuid(), "fraud");
    private static readonly ModelRef Other = new(Guid.NewGuid(), "churn");

    private readonly Freshness _freshness = new();
    private readonly FreshAnswers<string, string> _answers;

    public FreshAnswersTests() => _answers = new FreshAnswers<string, string>(_freshness, mostKept: 2);

    [Fact]
    public async Task It_is_given_again_until_something_about_its_model_is_committed()
    {
        await ReadAsync("one");
        Assert.Equal("one", Kept());

        _freshness.Committed([new TestChanged(Other)]);
        Assert.Equal("one", Kept());

        _freshness.Committed([new TestChanged(Model)]);
        Assert.Null(Kept());
    }

    [Fact]
    public async Task What_was_committed_while_it_was_read_may_be_missing_in_it_so_it_is_not_kept()
    {
        await _answers.ReadAsync("question", () =>
        {
            _freshness.Committed([new TestChanged(Model)]);
            return Task.FromResult("old or new");
        }, _ => Model.Id);

        Assert.Null(Kept());
    }

    [Fact]
    public async Task An_answer_about_no_model_is_not_kept()
    {
        await _answers.ReadAsync("question", () => Task.FromResult("an answer"), _ => null);

        Assert.Null(Kept());
    }

    [Fact]
    public async Task Beyond_the_limit_all_are_read_again()
    {
        await ReadAsync("one");
        await ReadAsync("two", "second");
        await ReadAsync("three", "third");

        Assert.Null(Kept());
        Assert.Equal("three", Kept("third"));
    }

    private Task<string> ReadAsync(string answer, string question = "question") =>
        _answers.ReadAsync(question, () => Task.FromResult(answer), _ => Model.Id);

    private string? Kept(string question = "question") => _answers.TryGet(question, out var answer) ? answer : null;
}
