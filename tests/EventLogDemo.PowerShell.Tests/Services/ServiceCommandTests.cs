using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Services;

public sealed class ServiceCommandTests
{
    [Fact]
    public async Task All_services_are_found_in_the_order_data_meets_them()
    {
        await using ModuleSession session = new();
        session.Start("orders");

        List<PipelineService> services = [.. session.Get("Get-PipelineService").Cast<PipelineService>()];

        Assert.Equal(ServiceNames.All, services.Select(service => service.Name));
        Assert.All(services, service => Assert.Equal(("orders", "Ready"), (service.Pipeline, service.State)));
    }

    [Theory]
    [InlineData("Get-PipelineService '[k'")]
    [InlineData("Get-Pipeline '[k'")]
    public async Task Name_with_an_open_bracket_is_an_error_of_its_own(string script)
    {
        await using ModuleSession session = new();
        session.Start();

        session.Fail(script, "NamePattern");
    }

    [Theory]
    [InlineData("Stop-PipelineService kafka", "Stopped")]
    [InlineData("Stop-PipelineService kafka -Kill", "Killed")]
    [InlineData("Stop-PipelineService kafka; Start-PipelineService kafka", "Ready")]
    [InlineData("Restart-PipelineService KAFKA", "Ready")]
    [InlineData("Suspend-PipelineService kafka", "Suspended")]
    [InlineData("Suspend-PipelineService kafka; Resume-PipelineService kafka", "Ready")]
    public async Task Action_leaves_the_service_in_its_state(string script, string state)
    {
        await using ModuleSession session = new();
        session.Start();

        Assert.Empty(session.Get(script));

        Assert.Equal(state, Assert.IsType<PipelineService>(Assert.Single(session.Get("Get-PipelineService kafka"))).State);
    }

    [Fact]
    public async Task Objects_pipe_from_one_cmdlet_into_the_next()
    {
        await using ModuleSession session = new();
        session.Start();

        IReadOnlyList<object> output = session.Get(
            "Get-PipelineService kafka, cass* | Stop-PipelineService -PassThru | Start-PipelineService -PassThru | Wait-PipelineService");

        Assert.Equal(["kafka", "cassandra"], output.Cast<PipelineService>().Select(service => service.Name));
        Assert.All(output.Cast<PipelineService>(), service => Assert.Equal("Ready", service.State));
    }

    [Theory]
    [InlineData("Stop-PipelineService *; Start-PipelineService * -PassThru")]
    [InlineData("Suspend-PipelineService *; Get-PipelineService | Resume-PipelineService -PassThru")]
    public async Task Services_come_back_each_after_those_that_it_waits_for(string script)
    {
        await using ModuleSession session = new();
        session.Start();

        Assert.Equal(
            ["kafka", "cassandra", "flink", "flink-taskmanager"],
            session.Get(script).Cast<PipelineService>().Select(service => service.Name));
    }

    [Fact]
    public async Task Pipeline_comes_by_the_pipeline_or_by_name()
    {
        await using ModuleSession session = new();
        session.Start("one");
        session.Start("two");

        IReadOnlyList<object> output = session.Get("Get-Pipeline | Get-PipelineService kafka; Get-PipelineService kafka -Pipeline two");

        Assert.Equal(["one", "two", "two"], output.Cast<PipelineService>().Select(service => service.Pipeline));
    }

    [Fact]
    public async Task Good_bad_and_good_name_give_two_results_and_one_error()
    {
        await using ModuleSession session = new();
        session.Start();

        (IReadOnlyList<object> output, IReadOnlyList<ErrorRecord> errors) =
            session.Run("Stop-PipelineService kafka, kafak, cassandra -PassThru");

        Assert.Equal(["kafka", "cassandra"], output.Cast<PipelineService>().Select(service => service.Name));
        ErrorRecord error = Assert.Single(errors);
        Assert.StartsWith("UnknownService,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("kafka, flink, flink-taskmanager, cassandra", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Good_bad_and_good_object_give_two_results_and_one_error()
    {
        await using ModuleSession session = new();
        session.Start("one");
        session.Start("two");
        session.Start("three");

        (IReadOnlyList<object> output, IReadOnlyList<ErrorRecord> errors) = session.Run(
            "$all = Get-Pipeline | Get-PipelineService kafka; Stop-Pipeline two; $all | Stop-PipelineService -PassThru");

        Assert.Equal(["one", "three"], output.Cast<PipelineService>().Select(service => service.Pipeline));
        Assert.StartsWith("PipelineClosed,", Assert.Single(errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Stop-PipelineService kafka", "Cannot stop kafka")]
    [InlineData("Stop-PipelineService kafka -WhatIf", "Cannot stop kafka")]
    [InlineData("Restart-PipelineService kafka", "Cannot restart kafka")]
    public async Task Nobody_is_asked_about_a_service_that_cannot_be_controlled(string script, string says)
    {
        await using ModuleSession session = new();
        await RegisteredPipeline.AddAsync("External", new WatchedServices(ServiceNames.Kafka));

        Assert.Contains(says, session.Fail(script, "ServiceNotControllable").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIf_stops_nothing_and_PassThru_still_emits()
    {
        await using ModuleSession session = new();
        session.Start();

        object output = Assert.Single(session.Get("Stop-PipelineService kafka -Kill -PassThru -WhatIf"));

        Assert.Equal("Ready", Assert.IsType<PipelineService>(output).State);
    }

    [Theory]
    [InlineData("Stop-PipelineService kafka -Timeout 0", "OptionRange", "from 1 ms to")]
    [InlineData("Stop-PipelineService kafka -Timeout soon", "DurationFormat", "500ms")]
    [InlineData("Stop-PipelineService kafka; Wait-PipelineService kafka -Timeout 10ms", "ServiceTimeout", "Stopped")]
    [InlineData("Get-PipelineService -Pipeline nobody", "UnknownPipeline", "default")]
    public async Task Bad_input_has_its_own_id(string script, string id, string says)
    {
        await using ModuleSession session = new();
        session.Start();

        Assert.Contains(says, session.Fail(script, id).ToString(), StringComparison.Ordinal);
    }
}
