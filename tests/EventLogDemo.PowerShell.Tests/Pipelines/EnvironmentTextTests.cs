using System.Reflection;
using EventLogDemo.Engine.Environments;
using EventLogDemo.PowerShell.Configuration;
using EventLogDemo.PowerShell.Pipelines;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Pipelines;

/// <summary>What the cmdlets must have for each environment of the catalog.</summary>
public sealed class EnvironmentTextTests
{
    public static TheoryData<string> Names => [.. EnvironmentCatalog.All.Select(environment => environment.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_environment_says_what_the_end_of_a_pipeline_does(string name)
    {
        EnvironmentEntry environment = EnvironmentCatalog.Find(name);

        string[] texts =
        [
            .. from deletesData in (bool[])[false, true]
               from part in (string[])["Action", "Result"]
               select PipelineEndText.Find(environment, deletesData, part),
        ];

        Assert.Equal(texts.Length, texts.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_environment_with_options_has_a_reader_of_its_configuration(string name)
    {
        EnvironmentEntry environment = EnvironmentCatalog.Find(name);

        Assert.Equal(environment.OptionsType is null, environment.NotApplicable.ContainsKey("Configuration"));
        Assert.True(environment.OptionsType is null || ConfigurationArgument.Readers.ContainsKey(environment.OptionsType));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_does_not_apply_is_a_parameter_of_the_start(string name)
    {
        IEnumerable<string> parameters = typeof(StartPipelineCommand).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => property.Name);

        Assert.Empty(EnvironmentCatalog.Find(name).NotApplicable.Keys.Except(parameters));
    }
}
