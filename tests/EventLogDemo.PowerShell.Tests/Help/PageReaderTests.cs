using EventLogDemo.Help;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Help;

public sealed class PageReaderTests
{
    [Fact]
    public void Page_is_read_as_plain_text()
    {
        HelpPage page = SamplePage.Read();

        Assert.Equal("Stop-Pipeline", page.Name);
        Assert.Equal(["Stops pipelines."], page.Synopsis);
        Assert.Equal(["Stop-Pipeline [[-Name] <string[]>]", "Stop-Pipeline -InputObject <Pipeline[]>"], page.Syntax);
        Assert.Equal(["Streams end first, then services.", "- Embedded: on files.", "- Docker: in containers."], page.Description);
        Assert.Equal(["Name", "RemoveData"], page.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["Deletes the data."], page.Parameters[1].Text);
        Assert.Equal(["Data may stay."], page.Notes);
        Assert.Equal(["Start-Pipeline", "about_EventLogDemo"], page.RelatedTopics);
    }

    [Fact]
    public void Example_has_its_script_between_introduction_and_output()
    {
        HelpExample example = SamplePage.Read().Examples[0];

        Assert.Equal("Example 1: Stop one", example.Title);
        Assert.Equal(["A pipeline runs."], example.Introduction);
        Assert.Equal("Stop-Pipeline one\n\nGet-Pipeline", example.Code);
        Assert.Equal(["Name   State\n----   -----", "Nothing is left."], example.Remarks);
    }

    [Fact]
    public void Example_says_what_it_needs() =>
        Assert.Equal([null, "Docker"], SamplePage.Read().Examples.Select(example => example.Needs));

    [Fact]
    public void Errors_are_read_by_id()
    {
        HelpEntry error = Assert.Single(SamplePage.Read().Errors);

        Assert.Equal("NoPipeline", error.Name);
        Assert.Equal(["Start one with Start-Pipeline."], error.Text);
    }

    [Theory]
    [InlineData("# Stop-Pipeline", "# Stop-Stream", "# Stop-Stream", "'Stop-Stream', which is not the name of its file")]
    [InlineData("## INPUTS", "## INPUT", "# Stop-Pipeline", "This one has: SYNOPSIS")]
    [InlineData("## EXAMPLES\n", "## EXAMPLES\n\nSome text.\n", "Some text.", "text before the first heading")]
    [InlineData("```powershell\nStop-Pipeline one", "```sh\nStop-Pipeline one", "### Example 1", "'Example 1: Stop one' must have one block of powershell")]
    [InlineData("Data may stay.", "Data <b>may</b> stay.", "Data <b>", "cannot have a HtmlInline")]
    [InlineData("Data may stay.", "> Data may stay.", "> Data", "cannot have a QuoteBlock")]
    [InlineData("### -Name", "### Name", "### Name", "'Name' is not a parameter")]
    [InlineData("Deletes the data.", "", "### -RemoveData", "'-RemoveData' has no text")]
    [InlineData("### Errors", "### Mistakes", "## NOTES", "NOTES has one heading of level 3, 'Errors'")]
    [InlineData("- `NoPipeline`: Start", "- NoPipeline: Start", "- NoPipeline", "An error in NOTES is written as")]
    [InlineData("(Start-Pipeline.md)", "(https://example.org)", "- [Start-Pipeline]", "names other help topics")]
    public void Page_that_cannot_be_read_is_an_error_with_its_line(string part, string instead, string wrongLine, string reason)
    {
        string page = SamplePage.With(part, instead);

        HelpPageException failure = Assert.Throws<HelpPageException>(() => PageReader.Read(SamplePage.File, page));

        Assert.StartsWith(
            $"{SamplePage.File}({SamplePage.LineOf(wrongLine, page)}): error ELD0004: ", failure.ToBuildError(), StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }
}
