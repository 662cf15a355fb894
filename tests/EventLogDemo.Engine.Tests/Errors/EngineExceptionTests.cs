using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Errors;

public sealed class EngineExceptionTests
{
    [Fact]
    public void Last_lines_of_a_log_follow_each_in_a_line_of_its_own()
    {
        ServiceNotReadyException error = new(
            "kafka", "start", TimeSpan.FromSeconds(5), "no answer.", [.. Enumerable.Range(1, 7).Select(number => $"line {number}")]);

        Assert.Equal(
            """
            Cannot start kafka within 5 s: no answer. Last in its log:
              line 3
              line 4
              line 5
              line 6
              line 7
            """.ReplaceLineEndings("\n"),
            error.Message);
        Assert.Equal(error.Message, error.PrintableMessage);
    }

    [Fact]
    public void Error_without_lines_ends_with_its_sentence() => Assert.Equal(
        "Cannot start kafka: it ended with exit code 1, killed.",
        new ServiceExitedException("kafka", "start", 1, "killed", []).Message);

    [Fact]
    public void Line_that_holds_a_break_or_a_control_character_stays_one_line()
    {
        string message = new ComposeFailedException("p\nq", "up", 1, ["a\nb\e[1m"]).PrintableMessage;

        Assert.Equal(["'docker compose up' of project 'p\\nq' ended with exit code 1. It said:", "  a\\nb\\e[1m"], message.Split('\n'));
    }
}
