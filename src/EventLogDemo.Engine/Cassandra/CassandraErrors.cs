using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Cassandra;

/// <summary>This build has no driver for Cassandra, because the package source that it was built from does not serve one.</summary>
public sealed class CassandraDriverNotBuiltException(string attempted)
    : EngineException($"This build has no Cassandra driver, so this could not be done: {attempted}.")
{
    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotInstalled;

    /// <inheritdoc/>
    public override object Target => ServiceNames.Cassandra;
}

/// <summary>The store has no such keyspace, or not the tables that the job makes in it.</summary>
public sealed class KeyspaceNotFoundException(string keyspace, string finding, Exception? inner = null)
    : EngineException($"The store has no events in the keyspace '{keyspace}': {finding.TrimEnd('.')}.", inner)
{
    /// <summary>What the node said.</summary>
    public string Finding { get; } = finding;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;

    /// <inheritdoc/>
    public override object Target { get; } = keyspace;
}

/// <summary>The store answered a question with an error of its own.</summary>
public sealed class StoreQueryException(string attempted, string answer, Exception? inner = null)
    : EngineException($"The store could not do this: {attempted}. It said: {answer.TrimEnd('.')}.", inner)
{
    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <summary>What the node said.</summary>
    public string Answer { get; } = answer;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.UnexpectedResponse;

    /// <inheritdoc/>
    public override object Target => ServiceNames.Cassandra;
}
