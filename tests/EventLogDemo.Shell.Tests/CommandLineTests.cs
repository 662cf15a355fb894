using Xunit;

namespace EventLogDemo.Shell.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void NoArguments_RunTheFirstScript()
    {
        CommandLine line = CommandLine.Parse([]);

        Assert.Equal(ShellAction.RunScript, line.Action);
        Assert.Null(line.Target);
    }

    [Theory]
    [InlineData("a.ps1", "-Rate", "5")]
    [InlineData("-File", "a.ps1", "-Rate", "5")]
    public void ArgumentsAfterAScript_BelongToIt(params string[] arguments)
    {
        CommandLine line = CommandLine.Parse(arguments);

        Assert.Equal("a.ps1", line.Target);
        Assert.Equal(["-Rate", "5"], line.Arguments);
    }

    [Fact]
    public void EverythingAfterCommand_IsItsText()
    {
        CommandLine line = CommandLine.Parse(["-modulepath", "m", "-command", "Get-Module", "-All"]);

        Assert.Equal(ShellAction.RunCommand, line.Action);
        Assert.Equal("Get-Module -All", line.Target);
        Assert.Equal("m", line.ModulePath);
    }

    [Theory]
    [InlineData("-Command")]
    [InlineData("-File")]
    [InlineData("-ModulePath")]
    [InlineData("-Nonsense")]
    public void AnIncompleteOrUnknownOption_IsNamed(string option)
    {
        CommandLineException failure = Assert.Throws<CommandLineException>(() => CommandLine.Parse([option]));

        Assert.Contains(option, failure.Message, StringComparison.Ordinal);
    }
}
