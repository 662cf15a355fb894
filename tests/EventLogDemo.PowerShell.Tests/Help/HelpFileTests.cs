using System.Xml.Linq;
using EventLogDemo.Help;
using EventLogDemo.PowerShell.Bridge;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Help;

public sealed class HelpFileTests : IDisposable
{
    private static readonly IReadOnlyList<CmdletHelp> Cmdlets = CmdletHelp.Of(typeof(AsyncCmdlet).Assembly);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly StringWriter _errors = new();

    private string HelpPath => Path.Combine(_folder.FullName, "help.xml");

    private string PagePath => Path.Combine(_folder.FullName, "Stop-Pipeline.md");

    public void Dispose()
    {
        _errors.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Parameter_has_the_text_of_the_page_and_the_rest_of_the_cmdlet()
    {
        XElement name = Write(SamplePage.Text).First(element => Is(element, "parameter") && Part(element, "name") == "Name");

        Assert.Equal("The names.", Part(name, "description"));
        Assert.Equal("string[]", Part(name, "parameterValue"));
        Assert.Equal("false", name.Attribute("required")!.Value);
        Assert.Equal("true", name.Attribute("globbing")!.Value);
        Assert.Equal("0", name.Attribute("position")!.Value);
    }

    [Fact]
    public void Syntax_has_the_sets_of_the_cmdlet() => Assert.Equal(
        ["Name RemoveData RemoveImage PassThru WhatIf Confirm", "InputObject RemoveData RemoveImage PassThru WhatIf Confirm"],
        Write(SamplePage.Text).Where(element => Is(element, "syntaxItem")).Select(set => string.Join(
            ' ', set.Elements().Where(element => Is(element, "parameter")).Select(parameter => Part(parameter, "name")))));

    [Theory]
    [InlineData("Name", "default")]
    [InlineData("PartitionCount", "4")]
    [InlineData("Timeout", "00:02:00")]
    [InlineData("Path", null)]
    public void Default_is_that_of_a_cmdlet_to_which_nothing_was_given(string parameter, string? value)
    {
        CmdletHelp start = Cmdlets.Single(cmdlet => cmdlet.Command.Name == "Start-Pipeline");

        Assert.Equal(value, start.DefaultOf(start.Parameters.Single(candidate => candidate.Name == parameter)));
    }

    [Fact]
    public void Examples_and_errors_of_the_page_are_there()
    {
        List<XElement> elements = [.. Write(SamplePage.Text)];

        Assert.Equal(
            ["Stop-Pipeline one\n\nGet-Pipeline", "Stop-Pipeline -RemoveImage"],
            elements.Where(element => Is(element, "code")).Select(element => element.Value));
        Assert.Contains(elements, element => Is(element, "para") && element.Value == "- NoPipeline: Start one with Start-Pipeline.");
    }

    [Theory]
    [InlineData("### -RemoveData", "### -RemovData", "Stop-Pipeline has no parameter -RemovData of its own")]
    [InlineData("### -RemoveData", "### -WhatIf", "Stop-Pipeline has no parameter -WhatIf of its own")]
    [InlineData("### -RemoveData", "### -Name", "The parameter -Name is described twice")]
    public void Page_with_a_wrong_parameter_fails_with_its_line_and_writes_nothing(string part, string instead, string reason)
    {
        string page = SamplePage.With(part, instead);
        File.WriteAllText(PagePath, page);

        Assert.False(HelpFile.Write(Cmdlets, _folder.FullName, HelpPath, _errors));

        Assert.Equal($"{PagePath}({SamplePage.LineOf(instead, page)}): error ELD0004: {reason}.{Environment.NewLine}", _errors.ToString());
        Assert.False(File.Exists(HelpPath));
    }

    [Fact]
    public void Page_without_a_cmdlet_is_an_error()
    {
        string page = Path.Combine(_folder.FullName, "Stop-Nothing.md");
        File.WriteAllText(page, SamplePage.With("# Stop-Pipeline", "# Stop-Nothing"));

        Assert.False(HelpFile.Write(Cmdlets, _folder.FullName, HelpPath, _errors));

        Assert.Equal($"{page}(1): error ELD0004: There is no cmdlet Stop-Nothing.{Environment.NewLine}", _errors.ToString());
    }

    private IEnumerable<XElement> Write(string page)
    {
        File.WriteAllText(PagePath, page);
        Assert.True(HelpFile.Write(Cmdlets, _folder.FullName, HelpPath, _errors), _errors.ToString());
        return XDocument.Load(HelpPath).Descendants();
    }

    private static bool Is(XElement element, string name) => element.Name.LocalName == name;

    private static string Part(XElement element, string name) => element.Elements().First(part => Is(part, name)).Value;
}
