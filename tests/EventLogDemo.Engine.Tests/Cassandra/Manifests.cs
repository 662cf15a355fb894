using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Cassandra;

internal static class Manifests
{
    public static PipelineManifest Make(int bucketSize, params long[] origins) => new()
    {
        FormatVersion = PipelineManifest.CurrentFormatVersion,
        Id = Guid.NewGuid(),
        Name = "test",
        Environment = "Docker",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Topic = "test-1",
        TopicId = Guid.NewGuid(),
        PartitionCount = origins.Length,
        OriginOffsets = origins,
        BucketSize = bucketSize,
        Table = "event",
        KeepsData = true,
    };
}
