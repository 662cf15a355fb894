using EventLogDemo.Engine.Docker.Services;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Docker.Services;

public sealed class JobFailureTests
{
    [Fact]
    public void Last_schema_failure_counts()
    {
        StoreSchemaException error = Assert.IsType<StoreSchemaException>(JobFailure.Find(
        [
            "Caused by: x.SchemaVersionException: Keyspace one holds the event tables in version 7, this job writes version 1: give it another",
            "Keyspace Two_2 holds the event tables in version 0, this job writes version 12: give it another",
            "\tat eventlogdemo.cassandra.CassandraSchema.create(CassandraSchema.java:77)",
        ]));

        Assert.Equal(("Two_2", 0, 12), (error.Target, error.Found, error.Known));
    }

    [Theory]
    [InlineData("Keyspace mine holds the event tables in version seven, this job writes version 1")]
    [InlineData("Keyspace mine holds the event tables in version 99999999999, this job writes version 1")]
    [InlineData("Created the tables of keyspace mine in version 1")]
    [InlineData("")]
    public void Other_lines_contain_no_failure(string line) => Assert.Null(JobFailure.Find([line]));
}
