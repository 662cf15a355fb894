using EventLogDemo.Engine.Cassandra;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Integration.Tests.Cassandra;

/// <summary>What also a build without the driver can do.</summary>
public sealed class CassandraProbeTests(CassandraNode node) : IClassFixture<CassandraNode>
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_greets_a_frozen_one_does_not_and_a_stopped_one_is_down()
    {
        node.Need();
        await using MissingDriverStore store = new(node.Connection, TimeProvider.System, RequestTimeout);
        await store.ProbeAsync(Token);
        await node.PauseAsync();
        await Assert.ThrowsAsync<ServiceTimeoutException>(async () => await store.ProbeAsync(Token));
        await node.UnpauseAsync();
        await node.UntilReadyAsync();
        await store.ProbeAsync(Token);
        Assert.Throws<CassandraDriverNotBuiltException>(store.OpenReader);
        await node.StopAsync();
        await Assert.ThrowsAsync<ServiceUnavailableException>(async () => await store.ProbeAsync(Token));
        await node.StartAsync();
    }

    [Fact]
    public void Reading_rows_needs_the_driver() =>
        Assert.SkipUnless(
            CassandraStores.HasDriver,
            "the package source has no CassandraCSharpDriver, so the tests that read rows are not built");
}
