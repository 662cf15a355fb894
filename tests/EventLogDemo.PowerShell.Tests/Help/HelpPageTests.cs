using System.Text.RegularExpressions;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Help;
using EventLogDemo.PowerShell.Bridge;
using EventLogDemo.Tests;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Help;

/// <summary>Whether the pages in <c>docs/en-US</c> say what there is, all of it and nothing else.</summary>
public sealed partial class HelpPageTests
{
    private const int FewestExamples = 3;

    private static readonly Dictionary<string, CmdletHelp> Cmdlets =
        CmdletHelp.Of(typeof(AsyncCmdlet).Assembly).ToDictionary(cmdlet => cmdlet.Command.Name);

    private static readonly HashSet<string> ErrorIds =
    [
        .. new[] { typeof(AsyncCmdlet), typeof(EngineException) }
            .SelectMany(type => type.Assembly.GetExportedTypes())
            .Where(type => type.IsSubclassOf(typeof(EngineException)))
            .Select(type => type.Name[..^"Exception".Length]),
    ];

    private static readonly string[] Topics = [.. Cmdlets.Keys, "about_EventLogDemo"];

    public static TheoryData<string> Names => [.. Cmdlets.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_describes_every_parameter_of_its_cmdlet(string name)
    {
        IEnumerable<string> own = Cmdlets[name].Parameters.Select(parameter => parameter.Name).Where(parameter => !CmdletHelp.IsCommon(parameter));

        Assert.Empty(own
            .Except(Read(name).Parameters.Select(parameter => parameter.Name))
            .Select(parameter => $"{name}.md does not describe -{parameter}."));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_has_the_syntax_of_its_cmdlet(string name) => Assert.True(
        Cmdlets[name].Syntax.SequenceEqual(Read(name).Syntax),
        $"SYNTAX of {name}.md should be:\n{string.Join('\n', Cmdlets[name].Syntax)}");

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_has_examples(string name) =>
        Assert.True(Read(name).Examples.Count >= FewestExamples, $"{name}.md has fewer than {FewestExamples} examples.");

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_names_errors_that_exist(string name)
    {
        IReadOnlyList<HelpEntry> errors = Read(name).Errors;

        Assert.NotEmpty(errors);
        Assert.Empty(errors
            .Where(error => !ErrorIds.Contains(error.Name))
            .Select(error => $"{name}.md({error.Line}): there is no error {error.Name}."));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_links_to_topics_that_exist(string name) => Assert.Empty(Read(name).RelatedTopics.Except(Topics));

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("compose/README.md")]
    [InlineData("flink-job/README.md")]
    [InlineData("src/EventLogDemo.PowerShell/SR.resx")]
    public void Text_names_help_that_is_there(string file) => Assert.Empty(
        NamedTopic().Matches(File.ReadAllText(Repository.PathOf(file))).Select(match => match.Groups[1].Value).Except(Topics));

    [GeneratedRegex(@"Get-Help (\w+[-_]\w+)")]
    private static partial Regex NamedTopic();

    private static HelpPage Read(string name)
    {
        string page = Repository.PathOf("docs", "en-US", $"{name}.md");
        return PageReader.Read(page, File.ReadAllText(page));
    }
}
