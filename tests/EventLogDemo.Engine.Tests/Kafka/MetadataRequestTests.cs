using System.Collections;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using EventLogDemo.Engine.Kafka;

namespace EventLogDemo.Engine.Tests.Kafka;

public sealed class MetadataRequestTests
{
    [Fact]
    public void Hidden_members_of_the_client_are_found() => Assert.True(MetadataRequest.IsClean);

    [Fact]
    public void Requests_leave_nothing_behind_in_the_client()
    {
        using MockCluster cluster = new();
        IAdminClient client = new AdminClientBuilder(ClientSettings.ForAdmin(cluster.Connection)).SetLogHandler((_, _) => { }).Build();
        SafeHandle native = ClientInternals.HandleOf(client.Handle)!;
        for (int i = 0; i < 3; i++)
        {
            Metadata found = MetadataRequest.Send(client, "events", TimeSpan.FromSeconds(30));
            Assert.Equal(("events", ErrorCode.UnknownTopicOrPart), (found.Topics.Single().Topic, found.Topics.Single().Error.Code));
        }

        object kept = native.GetType().GetField("topicHandles", ClientInternals.Hidden)!.GetValue(native)!;
        Assert.Empty((IDictionary)kept);
        client.Dispose();
        // No reference is left: the native client itself is gone, not merely closed.
        Assert.Throws<ObjectDisposedException>(() =>
        {
            bool isHeld = false;
            native.DangerousAddRef(ref isHeld);
        });
    }
}
