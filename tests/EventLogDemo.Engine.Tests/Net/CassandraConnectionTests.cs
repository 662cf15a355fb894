using System.Net;
using EventLogDemo.Engine.Cassandra;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Tests.Cassandra;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Engine.Tests.Net;

public sealed class CassandraConnectionTests
{
    private static readonly CassandraConnection Connection = new() { ContactPoints = [new DnsEndPoint("node", 9042)] };

    [Fact]
    public void Prints_everything_but_the_password()
    {
        string text = (Connection with { Login = new Login("ann", "secret"), Tls = new TlsOptions() }).ToString();
        Assert.Contains("node:9042", text, StringComparison.Ordinal);
        Assert.Contains("ann", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SERIAL", "events")]
    [InlineData("local_one", "events")]
    [InlineData("QUORUM", "Events")]
    [InlineData("QUORUM", "a b; DROP TABLE x")]
    [InlineData("QUORUM", "")]
    [InlineData("QUORUM", "1a")]
    public void An_invalid_setting_is_refused(string consistency, string keyspace) =>
        Assert.Throws<ConnectionSettingException>(
            () => (Connection with { Consistency = consistency, Keyspace = keyspace }).Validate());

    [Fact]
    public void A_list_without_contact_points_is_refused() =>
        Assert.Throws<ConnectionSettingException>(() => (Connection with { ContactPoints = [] }).Validate());

    [Fact]
    public async Task A_build_without_the_driver_reports_that_and_can_still_probe()
    {
        await using MissingDriverStore store = new(Connection, TimeProvider.System, TimeSpan.FromSeconds(1));
        CassandraDriverNotBuiltException failure = await Assert.ThrowsAsync<CassandraDriverNotBuiltException>(
            async () => await store.GetRowCountsAsync(TestContext.Current.CancellationToken));
        Assert.Equal("CassandraDriverNotBuilt", failure.Id);
        Assert.Throws<CassandraDriverNotBuiltException>(store.OpenReader);
        Assert.False(store.CanRead);
    }

    [Fact]
    public async Task The_factory_returns_the_store_of_the_build()
    {
        await using ICassandraStore store = CassandraStores.Open(
            Connection,
            Manifests.Make(100, 0),
            _ => ValueTask.FromResult<IReadOnlyList<long>>([0]),
            folder: null,
            new StepClock(TimeProvider.System),
            TimeSpan.FromSeconds(1),
            NullLoggerFactory.Instance);
        Assert.Equal(CassandraStores.HasDriver, store.CanRead);
    }
}
