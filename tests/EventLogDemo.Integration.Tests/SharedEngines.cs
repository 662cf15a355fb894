using EventLogDemo.Integration.Tests.Cassandra;
using EventLogDemo.Integration.Tests.Kafka;

namespace EventLogDemo.Integration.Tests;

/// <summary>Classes that use one broker, each with topics of its own.</summary>
[CollectionDefinition]
public sealed class SharedBroker : ICollectionFixture<KafkaContainer>;

/// <summary>Classes that use one broker and one node with logins and TLS.</summary>
[CollectionDefinition]
public sealed class SecuredEngines : ICollectionFixture<SecureKafkaContainer>, ICollectionFixture<SecuredNode>;
