using System.Net;
using System.Net.Sockets;
using EventLogDemo.Engine.Pipelines;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Pipelines;

public sealed class EnvironmentParameterTests
{
    [Theory]
    [InlineData("Start-Pipeline -Environment Kubernetes", "UnknownEnvironment", "Embedded, Docker, External")]
    [InlineData("Start-Pipeline -Environment Docker -Path /tmp/x", "EnvironmentParameter", "-Path")]
    [InlineData("Start-Pipeline -Configuration @{}", "EnvironmentParameter", "-Configuration")]
    [InlineData("Start-Pipeline -Environment External", "ConfigurationArgument", "-Configuration")]
    [InlineData("Start-Pipeline -Environment External -Configuration 5", "ConfigurationArgument", "hashtable")]
    [InlineData("Start-Pipeline -Environment External -BucketSize 500 -Configuration @{}", "EnvironmentParameter", "-BucketSize")]
    [InlineData("Start-Pipeline -Environment External -Configuration @{}", "ConfigurationKeyMissing", "Kafka")]
    [InlineData("Start-Pipeline -Environment External -Configuration no-such-file.psd1", "ConfigurationFile", "no-such-file.psd1")]
    [InlineData("Start-Pipeline -Environment Docker -Configuration @{ KafkaPort = 0 }", "ConfigurationValue", "KafkaPort")]
    [InlineData("Start-Pipeline -Environment Docker -Configuration @{ Port = 1 }", "ConfigurationKey", "KafkaPort, CassandraPort, FlinkPort")]
    [InlineData("Connect-Pipeline -Environment Embedded", "EnvironmentParameter", "-Path")]
    [InlineData("Connect-Pipeline -Environment External", "EnvironmentParameter", "in Docker only")]
    [InlineData("Connect-Pipeline -Environment Docker -Name 'a b'", "PipelineName", "a b")]
    [InlineData("Test-PipelineHost 'a b'", "PipelineName", "a b")]
    public async Task Parameter_that_does_not_fit_is_named_and_starts_nothing(string script, string id, string says)
    {
        await using ModuleSession session = new();

        Assert.Contains(says, session.Fail(script, id).Exception.Message, StringComparison.Ordinal);

        Assert.Empty(PipelineRegistry.Current.All);
    }

    [Fact]
    public async Task Check_of_the_machine_that_fails_says_what_to_do()
    {
        await using ModuleSession session = new();
        // Taken where Docker answers; where it does not, that fails.
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        List<HostCheckInfo> results =
            [.. session.Get($"Test-PipelineHost -Configuration @{{ KafkaPort = {port} }}").Cast<HostCheckInfo>()];

        Assert.Contains(results, result => result.Outcome == "Failed");
        Assert.All(results, result => Assert.Equal(result.Outcome == "Passed", string.IsNullOrEmpty(result.Action)));
    }

    [Fact]
    public async Task WhatIf_on_Docker_runs_nothing()
    {
        await using ModuleSession session = new();

        Assert.Empty(session.Get("Start-Pipeline nobody -Environment Docker -WhatIf"));

        Assert.Empty(PipelineRegistry.Current.All);
    }
}
