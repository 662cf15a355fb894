using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Errors;

public sealed class EngineExceptionTests
{
    [Fact]
    public void Last_line_of_a_log_is_quoted_and_all_of_them_are_evidence()
    {
        IReadOnlyList<string> log = [.. Enumerable.Range(1, 7).Select(number => $"line {number}")];
        ServiceNotReadyException error = new("kafka", "start", TimeSpan.FromSeconds(5), "no answer.", log);

        Assert.Equal("Cannot start kafka within 5 s: no answer. Last log line: line 7", error.Message);
        Assert.Equal(log, error.Evidence);
    }

    [Fact]
    public void Error_without_lines_ends_with_its_sentence() => Assert.Equal(
        "Cannot start kafka: it exited with code 1, killed.",
        new ServiceExitedException("kafka", "start", 1, "killed", []).Message);

    [Fact]
    public void Long_line_of_a_log_does_not_fill_the_screen()
    {
        string message = new ServiceExitedException("kafka", "start", 1, reason: null, [new string('x', 5_000)]).PrintableMessage;

        Assert.InRange(message.Length, 1, 200);
        Assert.EndsWith("…", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_with_a_break_or_a_control_character_stays_one_line() => Assert.Equal(
        @"'docker compose up' of project 'p\nq' exited with code 1: a\nb\e[1m",
        new ComposeFailedException("p\nq", "up", 1, ["a\nb\e[1m"]).PrintableMessage);
}
